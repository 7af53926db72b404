import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { toFunctionSelector, zeroAddress } from 'viem';
import { stopAll } from './support/local-chain.mjs';
import { NULLIFIER_INDEX, key, proofs } from './support/product.mjs';
import { Registry, newId, owner, publisher, startRegistry, stranger } from './support/registry.mjs';

let registry;
const circuitId = newId('circuit');
const attestation = () => [newId(), circuitId, newId('system'), newId('hash')];

before(async () => {
  registry = await startRegistry();
  await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
});
after(stopAll);

test('the owner is a publisher from the start', async () => {
  assert.equal(await registry.read('owner'), owner.address);
  assert.equal(await registry.read('isPublisher', owner.address), true);
  assert.equal((await registry.send(owner, 'attest', attestation())).status, 'success');
});

test('a registry without an owner cannot be deployed', async () => {
  const deployment = Registry.deploy(registry.client.transport.url, zeroAddress);
  await assert.rejects(deployment, (error) => error.details.includes(toFunctionSelector('OwnerIsZero()')));
});

test('the owner appoints a publisher and dismisses it again', async () => {
  const appointed = await registry.send(owner, 'setPublisher', [publisher.address, true]);
  assert.deepEqual(appointed.events, [
    { eventName: 'PublisherSet', args: { publisher: publisher.address, allowed: true } },
  ]);
  assert.equal(await registry.read('isPublisher', publisher.address), true);
  assert.equal((await registry.send(publisher, 'attest', attestation())).status, 'success');

  const dismissed = await registry.send(owner, 'setPublisher', [publisher.address, false]);
  assert.deepEqual(dismissed.events, [
    { eventName: 'PublisherSet', args: { publisher: publisher.address, allowed: false } },
  ]);
  await registry.assertReverts(publisher, 'attest', attestation(), 'NotPublisher', [publisher.address]);
});

test('the owner can stop being a publisher and still appoint others', async () => {
  const other = await startRegistry();
  await other.send(owner, 'setPublisher', [owner.address, false]);
  await other.assertReverts(owner, 'attest', attestation(), 'NotPublisher', [owner.address]);
  assert.equal((await other.send(owner, 'setPublisher', [publisher.address, true])).status, 'success');
});

test('nobody else registers circuits or appoints publishers, publishers neither', async () => {
  await registry.send(owner, 'setPublisher', [publisher.address, true]);
  for (const from of [stranger, publisher]) {
    const registration = [newId('circuit'), key, NULLIFIER_INDEX];
    await registry.assertReverts(from, 'registerCircuit', registration, 'NotOwner', [from.address]);
    await registry.assertReverts(from, 'setPublisher', [from.address, true], 'NotOwner', [from.address]);
  }
});

test('a stranger who saw a valid proof cannot publish or attest under its id', async () => {
  const { words, signals } = proofs.fiveTimesSeven;
  const proofId = newId();
  await registry.assertReverts(stranger, 'publish', [proofId, circuitId, words, signals], 'NotPublisher', [
    stranger.address,
  ]);
  const claim = [proofId, circuitId, newId('system'), newId('hash')];
  await registry.assertReverts(stranger, 'attest', claim, 'NotPublisher', [stranger.address]);
  assert.equal((await registry.send(publisher, 'publish', [proofId, circuitId, words, signals])).status, 'success');
});
