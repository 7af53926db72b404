export const PROOFSAGA = 'ProofSaga';

/** Processes of `bench orchestration` that are servers; every other one is ours. */
const SERVERS = /postgres|rabbitmq/i;

/**
 * The report of `bench orchestration --json`, in the form of a peer's result.
 * @param {{size: {proofs: number, in_flight: number}, rounds: {cpu_milliseconds_per_proof: Record<string, number>}[],
 *   proofs_per_second: number, commits_per_proof: number, wal_bytes_per_proof: number,
 *   idle_latency: {p50: number, p99: number}}} report
 */
export function resultOfOrchestration(report) {
  const cpu = { worker: 0, server: 0 };
  for (const round of report.rounds) {
    for (const [process, milliseconds] of Object.entries(round.cpu_milliseconds_per_proof))
      cpu[SERVERS.test(process) ? 'server' : 'worker'] += milliseconds / report.rounds.length;
  }
  return {
    name: PROOFSAGA,
    version: 'this checkout',
    flows: report.size.proofs,
    concurrency: report.size.in_flight,
    flows_per_second: report.proofs_per_second,
    cpu_ms_per_flow: cpu,
    write_transactions_per_flow: report.commits_per_proof,
    wal_bytes_per_flow: report.wal_bytes_per_proof,
    latency_ms: null,
    idle_latency_ms: report.idle_latency,
    durable: 'state, inbox and outgoing messages of a step commit together; the next step is a RabbitMQ message',
    settings: {},
    problems: [],
  };
}
