import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlowLog } from '../measure/flow-log.mjs';

function run(log, flow, steps = [1, 2, 3]) {
  const done = log.submitted(flow);
  for (const step of steps) log.ran(flow, step);
  log.done(flow);
  return done;
}

test('Three steps each once are as expected', async () => {
  const log = new FlowLog();
  await Promise.all([run(log, 'a'), run(log, 'b')]);

  assert.deepEqual(log.problems(), []);
  assert.equal(log.latenciesMs.length, 2);
});

test('A step that never ran is told', async () => {
  const log = new FlowLog();
  await run(log, 'a', [1, 3]);
  assert.deepEqual(log.problems(), ['1 of 3 steps never ran']);
});

test('A step that ran twice is told', async () => {
  const log = new FlowLog();
  await run(log, 'a', [1, 2, 2, 3]);
  await run(log, 'b');
  assert.deepEqual(log.problems(), ['1 of 6 steps ran more than once']);
});

test('A second end of a flow does not change its latency', async () => {
  const log = new FlowLog();
  await run(log, 'a');
  const [latency] = log.latenciesMs;
  log.done('a');
  assert.equal(log.latenciesMs[0], latency);
});

test('A flow that nobody submitted is an error', () => {
  assert.throws(() => new FlowLog().ran('stranger', 1), /nobody submitted: "stranger"/);
});
