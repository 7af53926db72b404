import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultOfOrchestration } from '../report/orchestration.mjs';
import { summarize } from '../report/summary.mjs';
import { tableOf } from '../report/table.mjs';

function result(name, flowsPerSecond, changes = {}) {
  return {
    name,
    version: '1.2.3',
    flows: 100,
    concurrency: 64,
    flows_per_second: flowsPerSecond,
    cpu_ms_per_flow: { worker: 1.5, server: 2.5 },
    write_transactions_per_flow: 4,
    wal_bytes_per_flow: 3000,
    latency_ms: { p50: 10, p99: 20 },
    idle_latency_ms: { p50: 3, p99: 4 },
    durable: 'every step',
    settings: {},
    problems: [],
    ...changes,
  };
}

const orchestration = {
  size: { proofs: 3000, in_flight: 64 },
  rounds: [
    { cpu_milliseconds_per_proof: { postgres: 2, rabbitmq: 1, prover: 3, 'load generator': 1 } },
    { cpu_milliseconds_per_proof: { postgres: 4, rabbitmq: 1, prover: 3, 'load generator': 1 } },
  ],
  proofs_per_second: 300,
  commits_per_proof: 8,
  wal_bytes_per_proof: 9000,
  idle_latency: { count: 100, p50: 30, p99: 90 },
};

test('Rounds become median and spread, in the order of the first round', () => {
  const { peers, commits_per_second: commits } = summarize([
    { commits_per_second: 1000 },
    result('b', 100),
    result('a', 50),
    { commits_per_second: 3000 },
    result('b', 300),
    result('a', 70),
    result('b', 110),
  ]);

  assert.deepEqual(commits, { median: 2000, least: 1000, most: 3000 });
  assert.deepEqual(peers.map(({ name, rounds }) => [name, rounds]), [['b', 3], ['a', 2]]);
  assert.deepEqual(peers[0].flows_per_second, { median: 110, least: 100, most: 300 });
});

test('A figure that nobody measured stays empty', () => {
  const { peers } = summarize([result('redis', 100, { write_transactions_per_flow: null })]);
  assert.equal(peers[0].write_transactions_per_flow, null);
  assert.match(tableOf({ commits_per_second: null, peers }), /^redis .* –$/m);
});

test('The table has a row for each peer and asks for the figures of ProofSaga', () => {
  const table = tableOf(summarize([{ commits_per_second: 1234 }, result('graphile-worker', 152.44)]));

  assert.match(table, /^graphile-worker +1\.2\.3 +152 +152–152 +10\.0 +20\.0 +3\.00 +4\.00 +1\.50 +2\.50 +4\.00$/m);
  assert.match(table, /^ProofSaga +– /m);
  assert.match(table, /bench orchestration --json FILE/);
  assert.match(table, /1234 commits\/s/);
});

test('What bench orchestration measured is the last row', () => {
  const lines = tableOf(summarize([resultOfOrchestration(orchestration), result('dbos', 90)])).split('\n');

  assert.match(lines[1], /^dbos /);
  assert.match(lines[2], /^ProofSaga +this checkout +300 +300–300 +– +– +30\.0 +90\.0 +4\.00 +4\.00 +8\.00$/);
  assert.doesNotMatch(lines.join('\n'), /no figures/);
});

test('Servers and our own processes are told apart in the CPU time of bench orchestration', () => {
  assert.deepEqual(resultOfOrchestration(orchestration).cpu_ms_per_flow, { worker: 4, server: 4 });
});

test('A peer that lost a step is named below the table, once', () => {
  const wrong = result('dbos', 90, { problems: ['1 of 300 steps never ran'] });
  const table = tableOf(summarize([wrong, wrong]));
  assert.equal(table.match(/WRONG: dbos: 1 of 300 steps never ran/g).length, 1);
});
