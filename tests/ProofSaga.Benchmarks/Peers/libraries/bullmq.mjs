import { Queue, Worker } from 'bullmq';
import { libraryVersion } from './library-version.mjs';

const QUEUES = ['step-1', 'step-2', 'step-3'];

/**
 * One queue for each step; a step adds the next step's job before it ends, under a job id that makes a repeat of the step
 * harmless (https://docs.bullmq.io/guide/jobs/job-ids). A FlowProducer would tie the three jobs together in one script; it took
 * more CPU time (3.4 against 2.7 ms for one flow, both at concurrency 50).
 * @type {Parameters<import('../measure/measure.mjs').measure>[0]}
 */
export async function open({ url, steps, settings: changed }) {
  const settings = { concurrency: 8, ...changed };
  const { hostname, port, username, password } = new URL(url);
  const connection = { host: hostname, port: Number(port), username, password, maxRetriesPerRequest: null };
  const failures = [];
  const queues = QUEUES.map((name) => new Queue(name, { connection }));
  const workers = QUEUES.map((name, index) => {
    const next = queues[index + 1];
    const step = async (job) => {
      steps.ran(job.data.flow, index + 1);
      await next?.add(next.name, job.data, { jobId: job.data.flow });
    };
    return new Worker(name, step, { connection, concurrency: settings.concurrency });
  });
  for (const part of [...queues, ...workers]) part.on('error', (error) => failures.push(error));
  for (const worker of workers) worker.on('failed', (job, error) => failures.push(error));
  workers.at(-1).on('completed', (job) => steps.done(job.data.flow));
  await Promise.all([...workers, ...queues].map((part) => part.waitUntilReady()));

  return {
    version: libraryVersion('bullmq'),
    durable: "a step's job stays until the job of the next one is on disk; a crash in between repeats the step",
    settings,
    submit: async (flow) => {
      await queues[0].add(QUEUES[0], { flow }, { jobId: flow });
    },
    completedSteps: async () => {
      if (failures.length > 0) throw new AggregateError(failures, `BullMQ: ${failures[0].message}`);
      const counts = await Promise.all(queues.map((queue) => queue.getCompletedCount()));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    close: async () => {
      await Promise.all([...workers, ...queues].map((part) => part.close()));
    },
  };
}
