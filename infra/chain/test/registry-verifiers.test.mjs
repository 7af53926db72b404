import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keccak256, zeroAddress } from 'viem';
import { stopAll } from './support/local-chain.mjs';
import * as plonk from './support/plonk.mjs';
import { NULLIFIER_INDEX, key } from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, publisher, startRegistry, stranger } from './support/registry.mjs';

let registry, verifier, accepting;
before(async () => {
  registry = await startRegistry();
  verifier = await plonk.deployVerifier(registry);
  accepting = await plonk.deployStrange(registry, 'AcceptsAllButZero');
});
after(stopAll);

const register = (...args) => registry.send(owner, 'registerVerifier', args);
const refuses = (args, errorName, errorArgs) =>
  registry.assertReverts(owner, 'registerVerifier', args, errorName, errorArgs);

test('registers a verifier and says so', async () => {
  const circuitId = newId('circuit');
  assert.equal(await registry.read('verifierOf', circuitId), zeroAddress);

  const { events } = await register(circuitId, verifier, 2n, NULLIFIER_INDEX);
  const codeHash = keccak256(await registry.client.getCode({ address: verifier }));
  const args = { circuitId, codeHash, signalCount: 2n, nullifierIndex: NULLIFIER_INDEX };
  assert.deepEqual(events, [{ eventName: 'VerifierRegistered', args: { ...args, verifier: events[0].args.verifier } }]);
  assert.equal(events[0].args.verifier.toLowerCase(), verifier);
  assert.equal((await registry.read('verifierOf', circuitId)).toLowerCase(), verifier);
  assert.equal(await registry.read('isRegistered', circuitId), false);
});

test('registering the same code again changes nothing, wherever it is', async () => {
  const circuitId = newId('circuit');
  await register(circuitId, verifier, 2n, NULLIFIER_INDEX);
  const copy = await plonk.deployVerifier(registry);
  assert.notEqual(copy, verifier);
  for (const again of [verifier, copy]) {
    const { status, events } = await register(circuitId, again, 2n, NULLIFIER_INDEX);
    assert.equal(status, 'success');
    assert.deepEqual(events, []);
  }
  assert.equal((await registry.read('verifierOf', circuitId)).toLowerCase(), verifier);
});

test('a registered circuit never gets another verifier, number of signals or nullifier index', async () => {
  const circuitId = newId('circuit');
  await register(circuitId, verifier, 2n, NULLIFIER_INDEX);
  for (const other of [
    [accepting, 2n, NULLIFIER_INDEX],
    [stranger.address, 2n, NULLIFIER_INDEX],
    [zeroAddress, 2n, NULLIFIER_INDEX],
    [verifier, 1n, NULLIFIER_INDEX],
    [verifier, 2n ** 16n + 2n, NULLIFIER_INDEX],
    [verifier, 2n, 0n],
    [verifier, 2n, NO_NULLIFIER],
    [verifier, 2n, 2n ** 96n + NULLIFIER_INDEX],
  ]) {
    await refuses([circuitId, ...other], 'CircuitDiffers', [circuitId]);
  }
});

test('a key and a verifier of one circuit are for the same signals and nullifier, whichever comes first', async () => {
  const [keyFirst, verifierFirst] = [newId('circuit'), newId('circuit')];
  await registry.send(owner, 'registerCircuit', [keyFirst, key, NULLIFIER_INDEX]);
  for (const wrong of [[1n, NULLIFIER_INDEX], [3n, NULLIFIER_INDEX], [2n, 0n], [2n, NO_NULLIFIER]]) {
    await refuses([keyFirst, verifier, ...wrong], 'CircuitDiffers', [keyFirst]);
  }
  assert.equal((await register(keyFirst, verifier, 2n, NULLIFIER_INDEX)).status, 'success');

  await register(verifierFirst, verifier, 2n, NULLIFIER_INDEX);
  const oneSignal = key.slice(0, -2);
  for (const wrong of [[oneSignal, NULLIFIER_INDEX], [oneSignal, 0n], [key, 0n], [key, NO_NULLIFIER]]) {
    const registration = [verifierFirst, ...wrong];
    await registry.assertReverts(owner, 'registerCircuit', registration, 'CircuitDiffers', [verifierFirst]);
  }
  const { status } = await registry.send(owner, 'registerCircuit', [verifierFirst, key, NULLIFIER_INDEX]);
  assert.equal(status, 'success');
  for (const circuitId of [keyFirst, verifierFirst]) {
    assert.equal(await registry.read('isRegistered', circuitId), true);
    assert.equal((await registry.read('verifierOf', circuitId)).toLowerCase(), verifier);
  }
});

test('refuses an address without code', async () => {
  for (const address of [zeroAddress, stranger.address, '0x0000000000000000000000000000000000000008']) {
    await refuses([newId('circuit'), address, 2n, NO_NULLIFIER], 'VerifierHasNoCode', [address]);
  }
});

test('refuses a number of signals that no verifier has', async () => {
  for (const count of [0n, 1025n, 2n ** 16n, 2n ** 16n + 2n, 2n ** 256n - 1n]) {
    await refuses([newId('circuit'), verifier, count, NO_NULLIFIER], 'SignalCountInvalid', [count]);
  }
});

test('refuses a nullifier index beyond the public signals', async () => {
  for (const index of [2n, 2n ** 96n - 1n, 2n ** 96n + 1n, NO_NULLIFIER - 1n]) {
    await refuses([newId('circuit'), verifier, 2n, index], 'NullifierIndexOutOfRange', [index, 2n]);
  }
});

test('refuses a contract that accepts a proof of nothing, is for other signals, or is no verifier', async () => {
  const anything = await plonk.deployStrange(registry, 'AcceptsAnything');
  for (const [address, count] of [[anything, 2n], [verifier, 1n], [verifier, 12n], [verifier, 1024n], [registry.address, 2n]]) {
    await assert.rejects(
      registry.simulate(owner, 'registerVerifier', [newId('circuit'), address, count, NO_NULLIFIER]),
      /VerifierUnsuitable/,
      `${address} for ${count} signals`,
    );
  }
});

test('nobody but the owner registers verifiers, publishers neither', async () => {
  await registry.send(owner, 'setPublisher', [publisher.address, true]);
  for (const from of [stranger, publisher]) {
    const registration = [newId('circuit'), verifier, 2n, NULLIFIER_INDEX];
    await registry.assertReverts(from, 'registerVerifier', registration, 'NotOwner', [from.address]);
  }
});
