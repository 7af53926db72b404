import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure } from '../measure/measure.mjs';

const options = { url: 'memory://', flows: 20, warmUp: 5, concurrency: 4, idleFlows: 3, settings: {} };

/** A library that keeps its steps in memory; `stepsOf` tells which steps a flow runs. */
function openMemory({ stepsOf = () => [1, 2, 3], losesFlow = () => false, forgets = 0 }) {
  return async ({ steps }) => {
    let completed = -forgets;
    return {
      version: '1.0.0',
      durable: 'nothing',
      settings: { memory: true },
      submit: async (flow) => {
        for (const step of stepsOf(flow)) {
          steps.ran(flow, step);
          completed++;
        }
        if (!losesFlow(flow)) steps.done(flow);
      },
      completedSteps: async () => completed,
      close: async () => {},
    };
  };
}

test('A library that runs every step once has figures and no problems', async () => {
  const result = await measure(openMemory({}), options);

  assert.deepEqual(result.problems, []);
  assert.equal(result.flows, 20);
  assert.ok(result.flows_per_second > 0);
  assert.ok(result.latency_ms.p50 <= result.latency_ms.p99);
  assert.ok(result.cpu_ms_per_flow.worker >= 0);
  assert.equal(result.cpu_ms_per_flow.server, null);
  assert.deepEqual(result.settings, { memory: true });
});

test('A library that repeats a step is told so, by its steps and by its store', async () => {
  const stepsOf = (flow) => (flow === 'flow-7' ? [1, 2, 2, 3] : [1, 2, 3]);
  const { problems } = await measure(openMemory({ stepsOf }), options);

  assert.ok(problems.includes('1 of 60 steps ran more than once'), problems);
  assert.ok(problems.includes('the store shows 1 completed steps too many'), problems);
});

test('A library whose store lacks a step is told so', async () => {
  const { problems } = await measure(openMemory({ forgets: 1 }), { ...options, stallTimeoutMs: 5 });
  assert.ok(problems.includes('the store lacks 1 completed steps'), problems);
});

test('A library that never ends a flow is told so instead of being waited for', async () => {
  const losesFlow = (flow) => flow === 'flow-7';
  const { problems } = await measure(openMemory({ losesFlow }), { ...options, stallTimeoutMs: 5 });
  assert.ok(problems.includes('1 flows were lost: none was done for 0.005 s'), problems);
});
