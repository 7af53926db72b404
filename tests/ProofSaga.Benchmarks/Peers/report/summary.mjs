import { median, spread } from '../measure/statistics.mjs';

const FIGURES = {
  flows_per_second: (result) => result.flows_per_second,
  latency_p50_ms: (result) => result.latency_ms?.p50,
  latency_p99_ms: (result) => result.latency_ms?.p99,
  idle_latency_p50_ms: (result) => result.idle_latency_ms?.p50,
  idle_latency_p99_ms: (result) => result.idle_latency_ms?.p99,
  worker_cpu_ms_per_flow: (result) => result.cpu_ms_per_flow.worker,
  server_cpu_ms_per_flow: (result) => result.cpu_ms_per_flow.server,
  write_transactions_per_flow: (result) => result.write_transactions_per_flow,
  wal_bytes_per_flow: (result) => result.wal_bytes_per_flow,
};

/**
 * Median and spread of every figure over the rounds.
 * @param {object[]} results of peer.mjs and pgbench, in the order in which they ran
 * @returns {{commits_per_second: Figure | null, peers: object[]}} peers: one for each name, in order of its first round
 *
 * @typedef {{median: number, least: number, most: number}} Figure
 */
export function summarize(results) {
  const references = results.flatMap((result) => result.commits_per_second ?? []);
  const names = new Set(results.flatMap((result) => result.name ?? []));
  return {
    commits_per_second: figureOf(references),
    peers: [...names].map((name) => summarizePeer(results.filter((result) => result.name === name))),
  };
}

function summarizePeer(results) {
  const [{ name, version, flows, concurrency, durable, settings }] = results;
  const figures = Object.entries(FIGURES).map(([figure, of]) => [figure, figureOf(results.flatMap((result) => of(result) ?? []))]);
  return {
    name,
    version,
    rounds: results.length,
    flows,
    concurrency,
    ...Object.fromEntries(figures),
    durable,
    settings,
    problems: [...new Set(results.flatMap((result) => result.problems))],
  };
}

/** @returns {Figure | null} null: nobody measured it */
function figureOf(values) {
  return values.length === 0 ? null : { median: median(values), ...spread(values) };
}
