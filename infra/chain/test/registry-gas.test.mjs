import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stopAll } from './support/local-chain.mjs';
import { NULLIFIER_INDEX, key, proofs, replaced } from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, revertOf, startRegistry } from './support/registry.mjs';

const { words, signals } = proofs.threeTimesEleven;
const circuitId = newId('circuit');

let registry;
before(async () => {
  registry = await startRegistry();
  await registry.send(owner, 'registerCircuit', [circuitId, key, NO_NULLIFIER]);
});
after(stopAll);

/** Gas limits from too little to plenty, finest where the pairing runs dry. */
function* gasLimits(used) {
  const step = (limit) => (limit > used - 40_000n && limit < used + 20_000n ? 1_499n : 14_983n);
  for (let limit = 40_000n; limit < used + 300_000n; limit += step(limit)) yield limit;
}

/** "published", the name of the custom error, or "out of gas" when not even that was left to tell. */
async function outcome(args, gas) {
  try {
    await registry.simulate(owner, 'publish', args, gas);
    return 'published';
  } catch (error) {
    return revertOf(error)?.errorName ?? 'out of gas';
  }
}

test('whatever the gas limit, a valid proof is published or the call reverts', async (t) => {
  const used = (await registry.send(owner, 'publish', [newId(), circuitId, words, signals])).gasUsed;
  const seen = { published: 0, reverted: 0 };
  for (const gas of gasLimits(used)) {
    const proofId = newId();
    const receipt = await registry.send(owner, 'publish', [proofId, circuitId, words, signals], gas);
    const published = receipt.status === 'success';
    assert.equal(await registry.read('isPublished', proofId), published, `gas limit ${gas}`);
    assert.deepEqual(
      receipt.events.map(({ eventName }) => eventName),
      published ? ['ProofPublished'] : [],
      `gas limit ${gas}`,
    );
    seen[published ? 'published' : 'reverted']++;
  }
  t.diagnostic(`real transactions: ${JSON.stringify(seen)}`);
  assert.ok(seen.published > 10 && seen.reverted > 10, JSON.stringify(seen));
});

test('too little gas is never reported as an invalid proof, and what runs dry in a precompile says so', async (t) => {
  const used = (await registry.send(owner, 'publish', [newId(), circuitId, words, signals])).gasUsed;
  const seen = {};
  for (const gas of gasLimits(used)) {
    const name = await outcome([newId(), circuitId, words, signals], gas);
    seen[name] = (seen[name] ?? 0) + 1;
  }
  t.diagnostic(`valid proof: ${JSON.stringify(seen)}`);
  assert.deepEqual(Object.keys(seen).sort(), ['PrecompileFailed', 'out of gas', 'published']);
});

for (const [what, wrongWords, wrongSignals] of [
  ['with another public signal', words, [34n, 9n]],
  ['with a malformed B', replaced(words, 2, 1n, 2n, 3n, 4n), signals],
]) {
  test(`whatever the gas limit, a proof ${what} is not published`, async (t) => {
    const seen = {};
    for (let gas = 40_000n; gas < 700_000n; gas += 12_007n) {
      const name = await outcome([newId(), circuitId, wrongWords, wrongSignals], gas);
      seen[name] = (seen[name] ?? 0) + 1;
    }
    t.diagnostic(`proof ${what}: ${JSON.stringify(seen)}`);
    assert.equal(seen.published, undefined);
    assert.ok(seen.InvalidProof > 5, JSON.stringify(seen));
  });
}

test('gas report', async (t) => {
  const withNullifier = newId('circuit');
  const registration = [withNullifier, key, NULLIFIER_INDEX];
  const gas = {
    deploy: registry.deployment,
    'setPublisher (new)': await registry.send(owner, 'setPublisher', [`0x${'ab'.repeat(20)}`, true]),
    'registerCircuit (2 signals)': await registry.send(owner, 'registerCircuit', registration),
    'registerCircuit (same again)': await registry.send(owner, 'registerCircuit', registration),
    'publish (2 signals)': await registry.send(owner, 'publish', [newId(), circuitId, words, signals]),
    'publish (2 signals, nullifier)': await registry.send(owner, 'publish', [newId(), withNullifier, words, signals]),
    attest: await registry.send(owner, 'attest', [newId(), circuitId, newId('system'), newId('hash')]),
  };
  for (const [what, { status, gasUsed }] of Object.entries(gas)) {
    assert.equal(status, 'success', what);
    t.diagnostic(`${what}: ${gasUsed} gas`);
  }
  // The pairing alone is 181 000 (EIP-1108), storage 22 100 a slot, the transaction 21 000: no room for surprises.
  assert.ok(gas['publish (2 signals)'].gasUsed < 265_000n);
  assert.ok(gas['publish (2 signals, nullifier)'].gasUsed < 290_000n);
  assert.ok(gas.attest.gasUsed < 55_000n);
});
