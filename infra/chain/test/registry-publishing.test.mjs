import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { zeroHash } from 'viem';
import { stopAll } from './support/local-chain.mjs';
import { NULLIFIER_INDEX, key, malleated, proofs } from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, startRegistry } from './support/registry.mjs';

const { threeTimesEleven, threeTimesFour, zeroTimesOne } = proofs;

let registry, circuitId;
before(async () => (registry = await startRegistry()));
beforeEach(async () => {
  circuitId = newId('circuit');
  await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
});
after(stopAll);

const publish = (proofId, { words, signals }) => registry.send(owner, 'publish', [proofId, circuitId, words, signals]);
const refuses = (proofId, { words, signals }, errorName, errorArgs) =>
  registry.assertReverts(owner, 'publish', [proofId, circuitId, words, signals], errorName, errorArgs);

test('publishes a valid proof and says so in one event', async () => {
  const proofId = newId();
  assert.equal(await registry.read('isPublished', proofId), false);
  const receipt = await publish(proofId, threeTimesEleven);
  assert.equal(receipt.status, 'success');
  assert.deepEqual(receipt.events, [
    { eventName: 'ProofPublished', args: { proofId, circuitId, publicSignals: [33n, 9n] } },
  ]);
  assert.equal(await registry.read('isPublished', proofId), true);
  assert.equal(await registry.read('nullifierSpentBy', circuitId, 9n), proofId);
});

test('the event can be found by proof id and by circuit id', async () => {
  const proofId = newId();
  const { blockNumber } = await publish(proofId, threeTimesEleven);
  for (const args of [{ proofId }, { circuitId }]) {
    const found = await registry.client.getContractEvents({
      address: registry.address,
      abi: registry.abi,
      eventName: 'ProofPublished',
      args,
      fromBlock: 0n,
    });
    assert.deepEqual(found.map((event) => event.blockNumber), [blockNumber]);
  }
});

test('publishes a proof whose public signals are all zero, and its nullifier zero is spent', async () => {
  const proofId = newId();
  assert.equal((await publish(proofId, zeroTimesOne)).status, 'success');
  await refuses(newId(), zeroTimesOne, 'NullifierSpent', [circuitId, 0n, proofId]);
});

test('refuses a proof id twice, with the same proof and with another', async () => {
  const proofId = newId();
  await publish(proofId, threeTimesEleven);
  await refuses(proofId, threeTimesEleven, 'AlreadyPublished', [proofId]);
  await refuses(proofId, proofs.fiveTimesSeven, 'AlreadyPublished', [proofId]);
});

test('a refused publication leaves nothing behind', async () => {
  const proofId = newId();
  const args = [proofId, circuitId, threeTimesEleven.words, [34n, 9n]];
  const receipt = await registry.send(owner, 'publish', args, 1_000_000n);
  assert.equal(receipt.status, 'reverted');
  assert.deepEqual(receipt.events, []);
  assert.equal(await registry.read('isPublished', proofId), false);
  assert.equal(await registry.read('nullifierSpentBy', circuitId, 9n), zeroHash);
  assert.equal((await publish(proofId, threeTimesEleven)).status, 'success');
});

test('refuses a nullifier twice and names the proof that spent it', async () => {
  const spender = newId();
  await publish(spender, threeTimesEleven);
  await refuses(newId(), threeTimesFour, 'NullifierSpent', [circuitId, 9n, spender]);
  await refuses(newId(), threeTimesEleven, 'NullifierSpent', [circuitId, 9n, spender]);
});

test('a nullifier spent in one circuit is unspent in another', async () => {
  await publish(newId(), threeTimesEleven);
  const other = newId('circuit');
  await registry.send(owner, 'registerCircuit', [other, key, NULLIFIER_INDEX]);
  const { words, signals } = threeTimesEleven;
  assert.equal((await registry.send(owner, 'publish', [newId(), other, words, signals])).status, 'success');
});

test('a circuit without a nullifier takes the same statement under many ids', async () => {
  const other = newId('circuit');
  await registry.send(owner, 'registerCircuit', [other, key, NO_NULLIFIER]);
  const { words, signals } = threeTimesEleven;
  for (let i = 0; i < 2; i++) {
    assert.equal((await registry.send(owner, 'publish', [newId(), other, words, signals])).status, 'success');
  }
  assert.equal(await registry.read('nullifierSpentBy', other, 9n), zeroHash);
});

test('refuses an unknown circuit', async () => {
  const unknown = newId('circuit');
  const { words, signals } = threeTimesEleven;
  await registry.assertReverts(owner, 'publish', [newId(), unknown, words, signals], 'CircuitUnknown', [unknown]);
});

test('refuses the proof id zero, which as a spender would mean unspent', async () => {
  await refuses(zeroHash, threeTimesEleven, 'ProofIdIsZero', []);
  const attestation = [zeroHash, circuitId, newId('system'), newId('hash')];
  await registry.assertReverts(owner, 'attest', attestation, 'ProofIdIsZero', []);
});

test('the same proof with A and B negated holds too, and gains nothing: id and nullifier are what counts', async () => {
  const { words, signals } = threeTimesEleven;
  const proofId = newId();
  assert.equal((await publish(proofId, { words: malleated(words), signals })).status, 'success');
  await refuses(proofId, threeTimesEleven, 'AlreadyPublished', [proofId]);
  await refuses(newId(), threeTimesEleven, 'NullifierSpent', [circuitId, 9n, proofId]);
});

test('attests a proof and says so in one event', async () => {
  const [proofId, proofSystem, proofHash] = [newId(), newId('stark'), newId('hash')];
  const { events } = await registry.send(owner, 'attest', [proofId, circuitId, proofSystem, proofHash]);
  assert.deepEqual(events, [{ eventName: 'ProofAttested', args: { proofId, circuitId, proofSystem, proofHash } }]);
  assert.equal(await registry.read('isPublished', proofId), true);
});

test('a proof id is used once, whether published or attested', async () => {
  const [attested, published] = [newId(), newId()];
  const attestation = (proofId) => [proofId, circuitId, newId('system'), newId('hash')];
  await registry.send(owner, 'attest', attestation(attested));
  await registry.assertReverts(owner, 'attest', attestation(attested), 'AlreadyPublished', [attested]);
  await refuses(attested, threeTimesEleven, 'AlreadyPublished', [attested]);
  await publish(published, threeTimesEleven);
  await registry.assertReverts(owner, 'attest', attestation(published), 'AlreadyPublished', [published]);
});

test('attests for a circuit that has no key here', async () => {
  const attestation = [newId(), newId('circuit'), newId('system'), newId('hash')];
  assert.equal((await registry.send(owner, 'attest', attestation)).status, 'success');
});
