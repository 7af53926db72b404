import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { encodeFunctionData, parseAbi } from 'viem';
import { attestation, publication, sendBatch } from './support/batch.mjs';
import { rpc, stopAll } from './support/local-chain.mjs';
import * as plonk from './support/plonk.mjs';
import { NO_NULLIFIER, newId, owner, publisher, startRegistry } from './support/registry.mjs';

const { words, signals } = plonk.proofs.threeTimesEleven;

const spelled = (name) => name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim();

let registry;
before(async () => (registry = await startRegistry()));
after(stopAll);

/** Registers the verifier of this name for a new circuit. */
async function circuitOf(name, args = []) {
  const circuitId = newId('circuit');
  const verifier = await plonk.deployStrange(registry, name, args);
  await registry.send(owner, 'registerVerifier', [circuitId, verifier, 2n, NO_NULLIFIER]);
  return { circuitId, verifier: await registry.read('verifierOf', circuitId) };
}

for (const name of [
  'Reverts',
  'RevertsWithWord',
  'NeverEnds',
  'RunsDry',
  'ReturnsNothing',
  'ReturnsTwoWords',
  'ReturnsTwo',
]) {
  test(`a verifier that ${spelled(name)} has failed, and says nothing of the proof`, async () => {
    const { circuitId, verifier } = await circuitOf(name);
    const args = [newId(), circuitId, words, signals];
    await registry.assertReverts(owner, 'publishPlonk', args, 'VerifierFailed', [verifier]);
  });

  test(`a verifier that ${spelled(name)} harms nothing that stands beside its proof`, async () => {
    const { circuitId, verifier } = await circuitOf(name);
    const sound = await circuitOf('AcceptsAllButZero');
    const items = [circuitId, sound.circuitId, circuitId].map((id) => publication(id, { words, signals }));
    const failed = { errorName: 'VerifierFailed', args: [verifier] };
    const { outcomes } = await sendBatch(registry, [], items, [attestation(circuitId)]);
    assert.deepEqual(outcomes, [failed, 'recorded', failed, 'recorded']);
  });
}

test('a verifier that refuses all is taken at its word', async () => {
  const { circuitId } = await circuitOf('RefusesAll');
  const proofId = newId();
  await registry.assertReverts(owner, 'publishPlonk', [proofId, circuitId, words, signals], 'InvalidProof', [proofId]);
});

test('a verifier that lies is believed: it is the owner who vouches for it', async () => {
  const { circuitId } = await circuitOf('AcceptsAllButZero');
  const { status } = await registry.send(owner, 'publishPlonk', [newId(), circuitId, words, [1n, 2n]]);
  assert.equal(status, 'success');
});

test('a verifier that never ends burns its allowance and no more', async () => {
  const { circuitId } = await circuitOf('NeverEnds');
  const receipt = await registry.send(owner, 'publishPlonk', [newId(), circuitId, words, signals], 5_000_000n);
  assert.equal(receipt.status, 'reverted');
  assert.ok(receipt.gasUsed < 800_000n, `${receipt.gasUsed} gas used`);
});

test('a verifier whose code is no longer what was registered is not asked', async () => {
  const { circuitId, verifier } = await circuitOf('AcceptsAllButZero');
  const args = [newId(), circuitId, words, signals];
  const other = await registry.client.getCode({ address: await plonk.deployVerifier(registry) });
  for (const code of ['0x', `0xef0100${publisher.address.slice(2)}`, other]) {
    await rpc(registry.client.transport.url, 'anvil_setCode', [verifier, code]);
    await registry.assertReverts(owner, 'publishPlonk', args, 'VerifierFailed', [verifier]);
  }
});

test('a verifier cannot call back, even when it is a publisher', async () => {
  const call = (item) => encodeFunctionData({ abi: registry.abi, functionName: 'attest', args: Object.values(item) });
  const smuggled = attestation(newId('circuit'));
  const { circuitId, verifier } = await circuitOf('Reenters', [registry.address, call(smuggled)]);
  await registry.send(owner, 'setPublisher', [verifier, true]);

  const proofId = newId();
  const gas = 2_000_000n; // not estimated: the least with which this succeeds leaves too little for what it tries
  const receipt = await registry.send(owner, 'publishPlonk', [proofId, circuitId, words, signals], gas);
  assert.deepEqual(receipt.events.map(({ args }) => args.proofId), [proofId]);
  assert.equal(await registry.read('isPublished', smuggled.proofId), false);

  // What it tried does succeed when it is called otherwise: it was the static call that stopped it.
  const abi = parseAbi(['function verifyProof(uint256[24] proof, uint256[2] signals) returns (bool)']);
  const direct = { address: verifier, abi, functionName: 'verifyProof', args: [words, signals] };
  await registry.client.waitForTransactionReceipt({ hash: await registry.wallet.writeContract({ ...direct, account: owner, gas }) });
  assert.equal(await registry.read('isPublished', smuggled.proofId), true);
});
