import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { zeroHash } from 'viem';
import { stopAll } from './support/local-chain.mjs';
import * as plonk from './support/plonk.mjs';
import { NULLIFIER_INDEX, R, key, proofs, replaced } from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, revertOf, startRegistry, stranger } from './support/registry.mjs';

const { threeTimesEleven, threeTimesFour, fiveTimesSeven } = plonk.proofs;
const { words, signals } = threeTimesEleven;

let registry, verifier, circuitId;
before(async () => {
  registry = await startRegistry();
  verifier = await plonk.deployVerifier(registry);
});
beforeEach(async () => {
  circuitId = newId('circuit');
  await registry.send(owner, 'registerVerifier', [circuitId, verifier, 2n, NULLIFIER_INDEX]);
});
after(stopAll);

const publish = (proofId, { words, signals }) =>
  registry.send(owner, 'publishPlonk', [proofId, circuitId, words, signals]);
const refuses = (proofId, { words, signals }, errorName, errorArgs) =>
  registry.assertReverts(owner, 'publishPlonk', [proofId, circuitId, words, signals], errorName, errorArgs);

async function findsInvalid(words, signals) {
  const proofId = newId();
  await refuses(proofId, { words, signals }, 'InvalidProof', [proofId]);
}

test('publishes a valid proof and says so in the event of every published proof', async () => {
  const proofId = newId();
  const receipt = await publish(proofId, threeTimesEleven);
  assert.equal(receipt.status, 'success');
  assert.deepEqual(receipt.events, [
    { eventName: 'ProofPublished', args: { proofId, circuitId, publicSignals: [33n, 9n] } },
  ]);
  assert.equal(await registry.read('isPublished', proofId), true);
  assert.equal(await registry.read('nullifierSpentBy', circuitId, 9n), proofId);
});

test('accepts every proof that snarkjs made', async () => {
  const withoutNullifier = newId('circuit');
  await registry.send(owner, 'registerVerifier', [withoutNullifier, verifier, 2n, NO_NULLIFIER]);
  for (const { words, signals } of Object.values(plonk.proofs)) {
    const { status } = await registry.send(owner, 'publishPlonk', [newId(), withoutNullifier, words, signals]);
    assert.equal(status, 'success');
  }
});

test('finds a proof invalid with any one of its words changed', async () => {
  for (let index = 0; index < words.length; index++) {
    await findsInvalid(replaced(words, index, words[index] + 1n), signals);
    await findsInvalid(replaced(words, index, 0n), signals);
    await findsInvalid(replaced(words, index, 2n ** 256n - 1n), signals);
  }
});

test('finds a proof invalid with any one of its words from another proof', async () => {
  for (let index = 0; index < words.length; index++) {
    await findsInvalid(replaced(words, index, fiveTimesSeven.words[index]), signals);
  }
});

test('finds a proof invalid for other public signals', async () => {
  for (const wrong of [[34n, 9n], [33n, 10n], [9n, 33n], [0n, 0n], [R - 1n, 9n], fiveTimesSeven.signals]) {
    await findsInvalid(words, wrong);
  }
});

test('refuses a public signal that is not below the group order', async () => {
  await refuses(newId(), { words, signals: [33n + R, 9n] }, 'SignalOutOfRange', [0n, 33n + R]);
  await refuses(newId(), { words, signals: [33n, 9n + R] }, 'SignalOutOfRange', [1n, 9n + R]);
  await refuses(newId(), { words, signals: [33n, 2n ** 256n - 1n] }, 'SignalOutOfRange', [1n, 2n ** 256n - 1n]);
});

test('refuses another number of public signals', async () => {
  for (const wrong of [[], [33n], [33n, 9n, 0n]]) {
    await refuses(newId(), { words, signals: wrong }, 'WrongSignalCount', [2n, BigInt(wrong.length)]);
  }
});

test('refuses a circuit that has no verifier, though it has a key', async () => {
  circuitId = newId('circuit');
  await refuses(newId(), threeTimesEleven, 'VerifierUnknown', [circuitId]);
  await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
  await refuses(newId(), threeTimesEleven, 'VerifierUnknown', [circuitId]);
});

test('a circuit that has a verifier alone takes no groth16 proof', async () => {
  const groth16 = [newId(), circuitId, proofs.threeTimesEleven.words, proofs.threeTimesEleven.signals];
  await registry.assertReverts(owner, 'publish', groth16, 'CircuitUnknown', [circuitId]);
});

test('refuses the proof id zero, and one that was published or attested', async () => {
  const [published, attested] = [newId(), newId()];
  await publish(published, threeTimesEleven);
  await registry.send(owner, 'attest', [attested, circuitId, newId('system'), newId('hash')]);
  await refuses(zeroHash, fiveTimesSeven, 'ProofIdIsZero', []);
  await refuses(published, fiveTimesSeven, 'AlreadyPublished', [published]);
  await refuses(attested, fiveTimesSeven, 'AlreadyPublished', [attested]);
});

test('only publishers publish', () =>
  registry.assertReverts(stranger, 'publishPlonk', [newId(), circuitId, words, signals], 'NotPublisher', [
    stranger.address,
  ]));

test('a nullifier is spent once, whether by a plonk or by a groth16 proof', async () => {
  await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
  const groth16 = (name) => [newId(), circuitId, proofs[name].words, proofs[name].signals];

  const spender = newId();
  await publish(spender, threeTimesEleven);
  const spentByPlonk = [circuitId, 9n, spender];
  await refuses(newId(), threeTimesFour, 'NullifierSpent', spentByPlonk);
  await registry.assertReverts(owner, 'publish', groth16('threeTimesFour'), 'NullifierSpent', spentByPlonk);

  const other = groth16('fiveTimesSeven');
  await registry.send(owner, 'publish', other);
  await refuses(newId(), fiveTimesSeven, 'NullifierSpent', [circuitId, 25n, other[0]]);
});

test('a nullifier of a proof that was registered with the verifier first is one of its key too', async () => {
  const { words, signals } = proofs.threeTimesEleven;
  await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
  const proofId = newId();
  await registry.send(owner, 'publish', [proofId, circuitId, words, signals]);
  assert.equal(await registry.read('nullifierSpentBy', circuitId, 9n), proofId);
});

/** "published", the name of the custom error, or "out of gas" when not even that was left to tell. */
async function outcome(words, gas) {
  try {
    await registry.simulate(owner, 'publishPlonk', [newId(), circuitId, words, signals], gas);
    return 'published';
  } catch (error) {
    return revertOf(error)?.errorName ?? 'out of gas';
  }
}

test('too little gas is never reported as an invalid proof, and says what it is', async (t) => {
  const seen = {};
  for (let gas = 50_000n; gas < 900_000n; gas += 4_001n) {
    const name = await outcome(words, gas);
    seen[name] = (seen[name] ?? 0) + 1;
  }
  t.diagnostic(JSON.stringify(seen));
  assert.deepEqual(Object.keys(seen).sort(), ['VerifierOutOfGas', 'out of gas', 'published']);
});

test('whatever the gas limit, a tampered proof is not published', async (t) => {
  const seen = {};
  for (let gas = 50_000n; gas < 1_000_000n; gas += 19_001n) {
    const name = await outcome(replaced(words, 23, words[23] + 1n), gas);
    seen[name] = (seen[name] ?? 0) + 1;
  }
  t.diagnostic(JSON.stringify(seen));
  assert.deepEqual(Object.keys(seen).sort(), ['InvalidProof', 'VerifierOutOfGas', 'out of gas']);
});
