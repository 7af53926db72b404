import { PROOFSAGA } from './orchestration.mjs';

const COLUMNS = [
  ['peer', (peer) => peer.name],
  ['version', (peer) => peer.version],
  ['flows/s', (peer) => number(peer.flows_per_second)],
  ['least–most', (peer) => range(peer.flows_per_second)],
  ['p50 ms', (peer) => number(peer.latency_p50_ms)],
  ['p99 ms', (peer) => number(peer.latency_p99_ms)],
  ['idle p50', (peer) => number(peer.idle_latency_p50_ms)],
  ['idle p99', (peer) => number(peer.idle_latency_p99_ms)],
  ['CPU ms: worker', (peer) => number(peer.worker_cpu_ms_per_flow)],
  ['server', (peer) => number(peer.server_cpu_ms_per_flow)],
  ['commits', (peer) => number(peer.write_transactions_per_flow)],
];

/** Columns of words; the others hold numbers and end at the right. */
const WORDS = 2;

/** @param {ReturnType<import('./summary.mjs').summarize>} summary */
export function tableOf({ commits_per_second: commits, peers }) {
  const isOurs = ({ name }) => name === PROOFSAGA;
  const rows = [...peers.filter((peer) => !isOurs(peer)), ...peers.filter(isOurs)];
  const cells = rows.map((peer) => COLUMNS.map(([, of]) => of(peer)));
  if (!peers.some(isOurs)) cells.push(COLUMNS.map((column, index) => (index === 0 ? PROOFSAGA : '–')));
  return [
    ...aligned([COLUMNS.map(([title]) => title), ...cells]),
    '',
    'Median of the rounds; CPU ms and commits (of transactions that write; of ProofSaga all) are for one flow of three steps.',
    ...(commits ? [`pgbench -N, 8 clients, same server: ${number(commits)} commits/s (${range(commits)})`] : []),
    ...(peers.some(isOurs) ? [] : [`${PROOFSAGA}: no figures; name the file of ./proofsaga bench orchestration --json FILE`]),
    ...peers.flatMap(({ name, problems }) => problems.map((problem) => `WRONG: ${name}: ${problem}`)),
  ].join('\n');
}

/** Three digits that mean something are enough, and none behind the point from 100 on. */
function number(figure) {
  if (figure === null) return '–';
  const { median } = figure;
  return median.toFixed(median >= 100 ? 0 : median >= 10 ? 1 : 2);
}

function range(figure) {
  return figure === null ? '–' : `${figure.least.toFixed(0)}–${figure.most.toFixed(0)}`;
}

function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < WORDS ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}
