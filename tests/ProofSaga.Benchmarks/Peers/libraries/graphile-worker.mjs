import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { libraryVersion } from './library-version.mjs';

const TASKS = ['step_1', 'step_2', 'step_3'];

/**
 * One task for each step, which adds the next step's job before it ends; the job key makes a repeat of the step harmless
 * (https://worker.graphile.org/docs/job-key).
 * @type {Parameters<import('../measure/measure.mjs').measure>[0]}
 */
export async function open({ url, steps, settings: changed }) {
  const settings = { concurrentJobs: 24, poolSize: 26, localQueue: 100, completeDelayMs: 0, ...changed };
  const pool = new pg.Pool({ connectionString: url, max: settings.poolSize });
  const failures = [];
  pool.on('error', (error) => failures.push(error));
  pool.on('connect', (client) => client.on('error', (error) => failures.push(error)));

  const taskList = Object.fromEntries(
    TASKS.map((task, index) => [
      task,
      async ({ flow }, helpers) => {
        steps.ran(flow, index + 1);
        const next = TASKS[index + 1];
        if (next) await helpers.addJob(next, { flow }, { jobKey: `${flow}/${next}` });
      },
    ]),
  );
  const runner = await run({
    pgPool: pool,
    taskList,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    preset: {
      worker: {
        concurrentJobs: settings.concurrentJobs,
        maxPoolSize: settings.poolSize,
        pollInterval: 100,
        localQueue: { size: settings.localQueue },
        completeJobBatchDelay: settings.completeDelayMs,
        failJobBatchDelay: settings.completeDelayMs,
      },
    },
  });
  runner.events.on('job:success', ({ job }) => {
    if (job.task_identifier === TASKS.at(-1)) steps.done(job.payload.flow);
  });
  runner.events.on('job:error', ({ error }) => failures.push(error));

  return {
    version: libraryVersion('graphile-worker'),
    durable: "a step's job stays until the job of the next one is committed; a crash in between repeats the step",
    settings: { ...settings, notify: true, pollIntervalMs: 100 },
    submit: async (flow) => {
      await runner.addJob(TASKS[0], { flow }, { jobKey: `${flow}/${TASKS[0]}` });
    },
    // a completed job is deleted: the identity column tells how many there were
    completedSteps: async () => {
      if (failures.length > 0) throw new AggregateError(failures, `graphile-worker: ${failures[0].message}`);
      const { rows } = await pool.query(
        `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('graphile_worker._private_jobs', 'id')::regclass), 0)::int
                - (SELECT count(*)::int FROM graphile_worker._private_jobs) AS completed`,
      );
      return rows[0].completed;
    },
    close: async () => {
      await runner.stop();
      await pool.end();
    },
  };
}
