// Turns the rounds of a run into one table and one file.
//
//   node report.mjs ROUNDS_FILE RESULT_FILE [ORCHESTRATION_FILE...]
//
// ROUNDS_FILE: JSON lines, each a result of peer.mjs or {"commits_per_second": N} of pgbench; RESULT_FILE is written.
// ORCHESTRATION_FILE: what `./proofsaga bench orchestration --json FILE` wrote; without one the row of ProofSaga is empty.
// Exits 0 when no peer lost or repeated a step, else 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { resultOfOrchestration } from './report/orchestration.mjs';
import { summarize } from './report/summary.mjs';
import { tableOf } from './report/table.mjs';

const [roundsFile, resultFile, ...orchestrationFiles] = process.argv.slice(2);
if (!resultFile) {
  process.stderr.write('usage: report.mjs ROUNDS_FILE RESULT_FILE [ORCHESTRATION_FILE...]\n');
  process.exit(2);
}

const results = [
  ...readFileSync(roundsFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)),
  ...orchestrationFiles.map((file) => resultOfOrchestration(JSON.parse(readFileSync(file, 'utf8')))),
];
const summary = summarize(results);
writeFileSync(resultFile, `${JSON.stringify(summary, null, 2)}\n`);
process.stdout.write(`${tableOf(summary)}\n`);
process.exitCode = summary.peers.some(({ problems }) => problems.length > 0) ? 1 : 0;
