import { setTimeout as delay } from 'node:timers/promises';
import { FlowLog, STEPS } from './flow-log.mjs';
import { runLoad } from './load.mjs';
import { serverCpuMs } from './server-cpu.mjs';
import { percentile } from './statistics.mjs';

/** Nothing happens for so long: what is missing is lost. A library that completes in batches, or polls, needs some time. */
const STALL_TIMEOUT_MS = 30_000;
const TIME_BETWEEN_QUESTIONS_MS = 2;

/**
 * Runs the warm-up and the measured flows of one peer.
 * @param {(options: {url: string, steps: StepEvents, settings: Record<string, number>}) => Promise<Peer>} open
 * @param {ReturnType<import('./arguments.mjs').parseArguments> & {stallTimeoutMs?: number}} options
 * @returns {Promise<object>} the line that peer.mjs prints
 *
 * @typedef {{ran(flow: string, step: number): void, done(flow: string): void}} StepEvents what a peer reports; step from 1
 * @typedef {object} Peer
 * @property {string} version of the library
 * @property {string} durable what is on disk before what happens, in one sentence
 * @property {Record<string, number | boolean>} settings all that were chosen
 * @property {(flow: string) => Promise<void>} submit resolves when the flow is stored
 * @property {() => Promise<number>} completedSteps steps that the store says are completed, over all flows
 * @property {() => Promise<void>} close
 */
export async function measure(open, options) {
  const { url, flows, warmUp, concurrency, idleFlows, settings, serverPid, stallTimeoutMs = STALL_TIMEOUT_MS } = options;
  let log;
  const steps = { ran: (flow, step) => log.ran(flow, step), done: (flow) => log.done(flow) };
  const counters = url.startsWith('postgres') ? await openCounters(url) : undefined;
  const peer = await open({ url, steps, settings });
  let submitted = 0;

  /** @returns {Promise<{log: FlowLog, problems: string[]}>} */
  async function run(load) {
    log = new FlowLog();
    const lost = await runLoad(peer, log, { ...load, stallTimeoutMs });
    submitted += log.submittedFlows;
    const missing = submitted * STEPS - (await settle(peer, submitted * STEPS, stallTimeoutMs));
    return { log, problems: [...lost, ...log.problems(), ...problemsOfStore(missing)] };
  }

  try {
    const warm = await run({ flows: warmUp, concurrency, prefix: 'warm-up-' });
    const before = await reading(counters, serverPid);
    const loaded = await run({ flows, concurrency, prefix: 'flow-' });
    const after = await reading(counters, serverPid);
    const idle = await run({ flows: idleFlows, concurrency: 1, prefix: 'idle-' });

    return {
      version: peer.version,
      flows,
      steps: STEPS,
      concurrency: Number.isFinite(concurrency) ? concurrency : 'all',
      ...figures({ flows, before, after }),
      latency_ms: latency(loaded.log),
      idle_latency_ms: latency(idle.log),
      durable: peer.durable,
      settings: peer.settings,
      problems: [warm, loaded, idle].flatMap(({ problems }) => problems),
    };
  } finally {
    await peer.close();
    await counters?.close();
  }
}

/** Loaded when needed: only Postgres peers have counters, and tests have no Postgres client installed. */
async function openCounters(url) {
  const { openPostgresCounters } = await import('./postgres-counters.mjs');
  return openPostgresCounters(url);
}

/** Waits until the store shows that many completed steps. @returns {Promise<number>} what it shows, in time or not */
async function settle(peer, expected, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  let completed = await peer.completedSteps();
  while (completed < expected && performance.now() < deadline) {
    await delay(TIME_BETWEEN_QUESTIONS_MS);
    completed = await peer.completedSteps();
  }
  return completed;
}

async function reading(counters, serverPid) {
  const written = await counters?.read();
  const own = process.cpuUsage();
  return {
    at: performance.now(),
    workerCpuMs: (own.user + own.system) / 1000,
    serverCpuMs: serverPid && serverCpuMs(serverPid),
    ...written,
  };
}

function figures({ flows, before, after }) {
  const seconds = (after.at - before.at) / 1000;
  const perFlow = (name) => (after[name] === undefined ? null : round((after[name] - before[name]) / flows, 3));
  return {
    seconds: round(seconds, 3),
    flows_per_second: round(flows / seconds, 1),
    cpu_ms_per_flow: { worker: perFlow('workerCpuMs'), server: perFlow('serverCpuMs') },
    write_transactions_per_flow: perFlow('transactions'),
    wal_bytes_per_flow: perFlow('walBytes'),
  };
}

/** @returns {{p50: number, p99: number} | null} null: no flow is done */
function latency({ latenciesMs }) {
  if (latenciesMs.length === 0) return null;
  return { p50: round(percentile(latenciesMs, 0.5), 1), p99: round(percentile(latenciesMs, 0.99), 1) };
}

/** @param {number} missing steps that the store should show as completed and does not */
function problemsOfStore(missing) {
  if (missing > 0) return [`the store lacks ${missing} completed steps`];
  return missing < 0 ? [`the store shows ${-missing} completed steps too many`] : [];
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
