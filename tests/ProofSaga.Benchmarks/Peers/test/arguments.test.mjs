import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, UsageError } from '../measure/arguments.mjs';

test('A peer and the address of its server are enough', () => {
  assert.deepEqual(parseArguments(['dbos', '--url', 'postgres://server/db']), {
    peer: 'dbos',
    name: 'dbos',
    url: 'postgres://server/db',
    flows: 1000,
    warmUp: 200,
    concurrency: 64,
    idleFlows: 100,
    settings: {},
    serverPid: undefined,
    json: false,
  });
});

test('Every option is read', () => {
  const args =
    'pg-boss --url postgres://s/d --flows 20 --warm-up 0 --concurrency 8 --idle-flows 5 --set batchSize=1 --set poolSize=4';
  const options = parseArguments([...args.split(' '), '--name', 'pg-boss, job by job', '--server-pid', '17', '--json']);

  assert.deepEqual(options, {
    peer: 'pg-boss',
    name: 'pg-boss, job by job',
    url: 'postgres://s/d',
    flows: 20,
    warmUp: 0,
    concurrency: 8,
    idleFlows: 5,
    settings: { batchSize: 1, poolSize: 4 },
    serverPid: 17,
    json: true,
  });
});

test('Concurrency "all" submits every flow at the start', () => {
  assert.equal(parseArguments(['bullmq', '--url', 'redis://server', '--concurrency', 'all']).concurrency, Infinity);
});

test('An address with a password comes from the environment, where no process list shows it', () => {
  assert.equal(parseArguments(['bullmq'], { PEER_URL: 'redis://:secret@server' }).url, 'redis://:secret@server');
});

for (const [args, complaint] of [
  [[], /name one peer/],
  [['sidekiq', '--url', 'x'], /name one peer of pg-boss, .* not "sidekiq"/],
  [['dbos', 'bullmq', '--url', 'x'], /name one peer/],
  [['dbos'], /--url is missing/],
  [['dbos', '--url', 'x', '--flows', '0'], /--flows must be a whole number from 1, not "0"/],
  [['dbos', '--url', 'x', '--flows', '1e3'], /--flows/],
  [['dbos', '--url', 'x', '--concurrency', 'some'], /--concurrency/],
  [['dbos', '--url', 'x', '--set', 'poolSize'], /--set must be NAME=NUMBER, not "poolSize"/],
  [['dbos', '--url', 'x', '--set', 'poolSize=large'], /--set/],
  [['dbos', '--url', 'x', '--quick'], /--quick/],
]) {
  test(`"${args.join(' ')}" is refused`, () => {
    assert.throws(
      () => parseArguments(args),
      (error) => error instanceof UsageError && complaint.test(error.message),
    );
  });
}
