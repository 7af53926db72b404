import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stopAll } from './support/local-chain.mjs';
import { P, R, TWIST_POINT_OUTSIDE_G2, key, proofs, replaced } from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, startRegistry } from './support/registry.mjs';

const { words, signals } = proofs.threeTimesEleven;
const circuitId = newId('circuit');

let registry;
before(async () => {
  registry = await startRegistry();
  await registry.send(owner, 'registerCircuit', [circuitId, key, NO_NULLIFIER]);
});
after(stopAll);

const refuses = (words, signals, errorName, errorArgs) =>
  registry.assertReverts(owner, 'publish', [newId(), circuitId, words, signals], errorName, errorArgs);

async function findsInvalid(words, signals) {
  const proofId = newId();
  await registry.assertReverts(owner, 'publish', [proofId, circuitId, words, signals], 'InvalidProof', [proofId]);
}

test('accepts every proof that snarkjs made', async () => {
  for (const { words, signals } of Object.values(proofs)) {
    assert.equal((await registry.send(owner, 'publish', [newId(), circuitId, words, signals])).status, 'success');
  }
});

test('refuses another number of public signals', async () => {
  for (const wrong of [[], [33n], [33n, 9n, 0n]]) {
    await refuses(words, wrong, 'WrongSignalCount', [2n, BigInt(wrong.length)]);
  }
});

test('refuses a public signal that is not below the group order', async () => {
  await refuses(words, [33n + R, 9n], 'SignalOutOfRange', [0n, 33n + R]);
  await refuses(words, [33n, 9n + R], 'SignalOutOfRange', [1n, 9n + R]);
  await refuses(words, [R, 9n], 'SignalOutOfRange', [0n, R]);
  await findsInvalid(words, [R - 1n, 9n]);
});

test('refuses a coordinate that is not below the prime, wherever it is', async () => {
  for (let index = 0; index < 8; index++) {
    const value = words[index] + P; // the same point to whoever forgets to check
    await refuses(replaced(words, index, value), signals, 'CoordinateOutOfRange', [BigInt(index), value]);
  }
});

test('refuses A and C off the curve or at infinity', async () => {
  for (const index of [0, 6]) {
    await refuses(replaced(words, index, 1n, 3n), signals, 'PointNotOnCurve', [BigInt(index)]);
    await refuses(replaced(words, index, 0n, 0n), signals, 'PointNotOnCurve', [BigInt(index)]);
  }
});

test('finds a proof invalid whose B is off the curve, outside the group, or at infinity', async () => {
  await findsInvalid(replaced(words, 2, 1n, 2n, 3n, 4n), signals);
  await findsInvalid(replaced(words, 2, ...TWIST_POINT_OUTSIDE_G2), signals);
  await findsInvalid(replaced(words, 2, 0n, 0n, 0n, 0n), signals);
});

test('finds a proof invalid whose B has its real and imaginary parts exchanged', () =>
  findsInvalid(replaced(words, 2, words[3], words[2], words[5], words[4]), signals));

test('finds a proof invalid for other public signals', async () => {
  await findsInvalid(words, [34n, 9n]);
  await findsInvalid(words, [33n, 10n]);
  await findsInvalid(words, [9n, 33n]);
  await findsInvalid(words, [0n, 0n]);
  await findsInvalid(words, proofs.fiveTimesSeven.signals);
});

test('finds a proof invalid with any one of its points negated', async () => {
  await findsInvalid(replaced(words, 1, P - words[1]), signals);
  await findsInvalid(replaced(words, 4, P - words[4], P - words[5]), signals);
  await findsInvalid(replaced(words, 7, P - words[7]), signals);
});

test('finds a proof invalid with any one of its points from another proof', async () => {
  const other = proofs.fiveTimesSeven.words;
  for (const [start, end] of [[0, 2], [2, 6], [6, 8]]) {
    await findsInvalid(replaced(words, start, ...other.slice(start, end)), signals);
  }
});

test('a proof with a malformed B does not burn the gas of those beside it', async () => {
  const args = [newId(), circuitId, replaced(words, 2, 1n, 2n, 3n, 4n), signals];
  const receipt = await registry.send(owner, 'publish', args, 5_000_000n);
  assert.equal(receipt.status, 'reverted');
  assert.ok(receipt.gasUsed < 500_000n, `${receipt.gasUsed} gas used`);
});
