import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlowLog } from '../measure/flow-log.mjs';
import { runLoad } from '../measure/load.mjs';

/** Ends each flow one turn after it was submitted, and remembers how many were in flight at once. */
class CountingPeer {
  most = 0;
  submitted = [];
  #inFlight = 0;

  constructor(log) {
    this.log = log;
  }

  async submit(flow) {
    this.submitted.push(flow);
    this.most = Math.max(this.most, ++this.#inFlight);
    setImmediate(() => {
      this.#inFlight--;
      this.log.done(flow);
    });
  }
}

for (const [concurrency, most] of [
  [1, 1],
  [4, 4],
  [Infinity, 10],
]) {
  test(`Concurrency ${concurrency} keeps ${most} of ten flows in flight and submits each once`, async () => {
    const log = new FlowLog();
    const peer = new CountingPeer(log);
    await runLoad(peer, log, { flows: 10, concurrency, prefix: 'f', stallTimeoutMs: 30_000 });

    assert.equal(peer.most, most);
    assert.deepEqual(peer.submitted, ['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9']);
    assert.equal(log.latenciesMs.length, 10);
  });
}

test('No flows end at once', async () => {
  const log = new FlowLog();
  await runLoad(new CountingPeer(log), log, { flows: 0, concurrency: 4, prefix: 'f', stallTimeoutMs: 30_000 });
  assert.deepEqual(log.problems(), []);
});
