import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { libraryVersion } from './library-version.mjs';

const QUEUES = ['step-1', 'step-2', 'step-3'];

/**
 * One queue for each step, worked by transactional workers: a step's completion and the insert of the next step's job commit
 * together (https://pgboss.io/api/workers, "transactional"). A batch is one transaction: if one of its jobs throws, all are repeated.
 * @type {Parameters<import('../measure/measure.mjs').measure>[0]}
 */
export async function open({ url, steps, settings: changed }) {
  const settings = { batchSize: 50, workersPerQueue: 1, poolSize: 32, ...changed };
  const boss = new PgBoss({ connectionString: url, max: settings.poolSize, useListenNotify: true, schedule: false });
  const failures = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();

  const store = new pg.Client({ connectionString: url });
  await store.connect();

  for (const queue of QUEUES) await boss.createQueue(queue, { notify: true });
  for (const [index, queue] of QUEUES.entries()) {
    const next = QUEUES[index + 1];
    await boss.work(
      queue,
      {
        transactional: true,
        batchSize: settings.batchSize,
        localConcurrency: settings.workersPerQueue,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 0.5,
        burstWhenBatchFull: settings.batchSize > 1,
      },
      async (jobs, transaction) => {
        for (const { data } of jobs) steps.ran(data.flow, index + 1);
        if (next) await boss.insert(next, jobs.map(({ data }) => ({ data })), { db: transaction });
        else for (const { data } of jobs) steps.done(data.flow);
      },
    );
  }

  return {
    version: libraryVersion('pg-boss'),
    durable: 'the completion of a step and the job of the next one commit together',
    settings: { ...settings, transactional: true, notify: true, pollingIntervalSeconds: 0.5 },
    submit: async (flow) => {
      await boss.send(QUEUES[0], { flow });
    },
    completedSteps: async () => {
      if (failures.length > 0) throw new AggregateError(failures, `pg-boss: ${failures[0].message}`);
      const { rows } = await store.query("SELECT count(*)::int AS completed FROM pgboss.job WHERE state = 'completed'");
      return rows[0].completed;
    },
    close: async () => {
      await boss.stop({ graceful: false });
      await store.end();
    },
  };
}
