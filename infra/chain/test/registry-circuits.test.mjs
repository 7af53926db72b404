import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { concat, numberToHex, zeroAddress } from 'viem';
import { stopAll } from './support/local-chain.mjs';
import {
  NULLIFIER_INDEX,
  P,
  TWIST_POINT_OUTSIDE_G2,
  key,
  keyWithoutContribution,
  proofs,
  replaced,
} from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, startRegistry } from './support/registry.mjs';

const BETA = 2;
const GAMMA = 6;
const DELTA = 10;
const IC = 14;

let registry;
before(async () => (registry = await startRegistry()));
after(stopAll);

const refuses = (key, nullifierIndex, errorName, errorArgs) =>
  registry.assertReverts(owner, 'registerCircuit', [newId('circuit'), key, nullifierIndex], errorName, errorArgs);

test('keeps the key as the code of a contract and says so', async () => {
  const circuitId = newId('circuit');
  assert.equal(await registry.read('isRegistered', circuitId), false);
  assert.equal(await registry.read('circuitKey', circuitId), zeroAddress);

  const { events } = await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
  const pointer = await registry.read('circuitKey', circuitId);
  assert.deepEqual(events, [
    { eventName: 'CircuitRegistered', args: { circuitId, key: pointer, nullifierIndex: NULLIFIER_INDEX } },
  ]);
  assert.equal(await registry.read('isRegistered', circuitId), true);
  const words = key.map((word) => numberToHex(word, { size: 32 }));
  assert.equal(await registry.client.getCode({ address: pointer }), concat(['0x00', ...words]));
});

test('the code that holds a key does nothing when called', async () => {
  const circuitId = newId('circuit');
  await registry.send(owner, 'registerCircuit', [circuitId, key, NO_NULLIFIER]);
  const to = await registry.read('circuitKey', circuitId);
  assert.equal((await registry.client.call({ to, data: '0x12345678' })).data, undefined);
});

test('registering the same again changes nothing', async () => {
  const circuitId = newId('circuit');
  for (const nullifierIndex of [NO_NULLIFIER, NULLIFIER_INDEX]) {
    const id = `${circuitId.slice(0, -2)}${nullifierIndex === NO_NULLIFIER ? '00' : '01'}`;
    await registry.send(owner, 'registerCircuit', [id, key, nullifierIndex]);
    const pointer = await registry.read('circuitKey', id);
    const again = await registry.send(owner, 'registerCircuit', [id, key, nullifierIndex]);
    assert.equal(again.status, 'success');
    assert.deepEqual(again.events, []);
    assert.equal(await registry.read('circuitKey', id), pointer);
  }
});

test('a registered circuit never gets another key or nullifier index', async () => {
  const circuitId = newId('circuit');
  await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
  const swappedIc = [...key.slice(0, IC + 2), ...key.slice(IC + 4), ...key.slice(IC + 2, IC + 4)];
  for (const [otherKey, otherIndex] of [
    [swappedIc, NULLIFIER_INDEX],
    [key.slice(0, -2), NULLIFIER_INDEX],
    [[...key, 0n], NULLIFIER_INDEX],
    [[], NULLIFIER_INDEX],
    [key, 0n],
    [key, NO_NULLIFIER],
    [key, 2n ** 96n + NULLIFIER_INDEX],
  ]) {
    await registry.assertReverts(owner, 'registerCircuit', [circuitId, otherKey, otherIndex], 'CircuitDiffers', [
      circuitId,
    ]);
  }
});

test('a circuit without a nullifier is not the same as one with the largest index that fits', async () => {
  const circuitId = newId('circuit');
  await registry.send(owner, 'registerCircuit', [circuitId, key, NO_NULLIFIER]);
  const largest = [circuitId, key, 2n ** 96n - 1n];
  await registry.assertReverts(owner, 'registerCircuit', largest, 'CircuitDiffers', [circuitId]);
});

test('refuses a key of no possible length', async () => {
  for (const words of [0, 1, 13, 14, 15, 17, 19]) {
    await refuses(key.slice(0, words), NO_NULLIFIER, 'KeyLengthInvalid', [BigInt(Math.min(words, key.length))]);
  }
  const tooLong = [...key, ...Array(374).fill(key.slice(IC, IC + 2)).flat()];
  await refuses(tooLong, NO_NULLIFIER, 'KeyLengthInvalid', [768n]);
});

test('takes the longest key that fits, for 375 public signals', async () => {
  const longest = [...key, ...Array(373).fill(key.slice(IC, IC + 2)).flat()];
  const circuitId = newId('circuit');
  const { status } = await registry.send(owner, 'registerCircuit', [circuitId, longest, 374n]);
  assert.equal(status, 'success');
  const { words } = proofs.fiveTimesSeven;
  // The signals are counted and used to the last one: the proof is for another circuit, so it does not hold.
  const proofId = newId();
  const publication = [proofId, circuitId, words, Array(375).fill(1n)];
  await registry.assertReverts(owner, 'publish', publication, 'InvalidProof', [proofId]);
});

test('takes the shortest key, for a circuit without public signals', async () => {
  const circuitId = newId('circuit');
  const { status } = await registry.send(owner, 'registerCircuit', [circuitId, key.slice(0, 16), NO_NULLIFIER]);
  assert.equal(status, 'success');
  const proofId = newId();
  const publication = [proofId, circuitId, proofs.fiveTimesSeven.words, []];
  await registry.assertReverts(owner, 'publish', publication, 'InvalidProof', [proofId]);
});

test('refuses a nullifier index beyond the public signals', async () => {
  for (const index of [2n, 3n, 2n ** 96n - 1n, 2n ** 96n, 2n ** 96n + 1n, NO_NULLIFIER - 1n]) {
    await refuses(key, index, 'NullifierIndexOutOfRange', [index, 2n]);
  }
});

test('refuses the key of a setup without a phase-2 contribution', async () => {
  assert.deepEqual(keyWithoutContribution.slice(GAMMA, GAMMA + 4), keyWithoutContribution.slice(DELTA, DELTA + 4));
  await refuses(keyWithoutContribution, NULLIFIER_INDEX, 'KeyForgeable', []);
});

test('refuses a key whose delta is minus gamma', async () => {
  const [xImaginary, xReal, yImaginary, yReal] = key.slice(GAMMA, GAMMA + 4);
  await refuses(replaced(key, DELTA, xImaginary, xReal, P - yImaginary, P - yReal), NO_NULLIFIER, 'KeyForgeable', []);
});

for (const [name, index] of Object.entries({ BETA, GAMMA, DELTA })) {
  test(`refuses a key whose ${name.toLowerCase()} is the point at infinity`, () =>
    refuses(replaced(key, index, 0n, 0n, 0n, 0n), NO_NULLIFIER, 'KeyForgeable', []));

  test(`refuses a key whose ${name.toLowerCase()} is off the curve`, () =>
    refuses(replaced(key, index, 1n, 2n, 3n, 4n), NO_NULLIFIER, 'KeyNotInG2', []));

  test(`refuses a key whose ${name.toLowerCase()} is on the curve and outside the group`, () =>
    refuses(replaced(key, index, ...TWIST_POINT_OUTSIDE_G2), NO_NULLIFIER, 'KeyNotInG2', []));
}

test('refuses a key with alpha or an IC point off the curve or at infinity', async () => {
  for (const index of [0, IC, IC + 2, IC + 4]) {
    await refuses(replaced(key, index, 1n, 3n), NO_NULLIFIER, 'PointNotOnCurve', [BigInt(index)]);
    await refuses(replaced(key, index, 0n, 0n), NO_NULLIFIER, 'PointNotOnCurve', [BigInt(index)]);
  }
});

test('refuses a coordinate that is not below the prime, wherever it is', async () => {
  for (let index = 0; index < key.length; index++) {
    const value = key[index] + P; // the same point to whoever forgets to check
    await refuses(replaced(key, index, value), NO_NULLIFIER, 'CoordinateOutOfRange', [BigInt(index), value]);
  }
});
