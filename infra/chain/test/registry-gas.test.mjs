import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { attestation, publication } from './support/batch.mjs';
import { stopAll } from './support/local-chain.mjs';
import * as plonk from './support/plonk.mjs';
import { NULLIFIER_INDEX, batch, key, proofs, replaced } from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, revertOf, startRegistry } from './support/registry.mjs';

const { words, signals } = proofs.threeTimesEleven;
const circuitId = newId('circuit');

let registry, verifier;
before(async () => {
  registry = await startRegistry();
  verifier = await plonk.deployVerifier(registry);
  await registry.send(owner, 'registerCircuit', [circuitId, key, NO_NULLIFIER]);
  await registry.send(owner, 'registerVerifier', [circuitId, verifier, 2n, NO_NULLIFIER]);
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
  const verifierRegistration = [withNullifier, verifier, 2n, NULLIFIER_INDEX];
  // Of another nullifier than the groth16 proof, which spends its own.
  const plonkArguments = (circuit) => Object.values(publication(circuit, plonk.proofs.fiveTimesSeven));
  const gas = {
    deploy: registry.deployment,
    'setPublisher (new)': await registry.send(owner, 'setPublisher', [`0x${'ab'.repeat(20)}`, true]),
    'registerCircuit (2 signals)': await registry.send(owner, 'registerCircuit', registration),
    'registerCircuit (same again)': await registry.send(owner, 'registerCircuit', registration),
    'publish (2 signals)': await registry.send(owner, 'publish', [newId(), circuitId, words, signals]),
    'publish (2 signals, nullifier)': await registry.send(owner, 'publish', [newId(), withNullifier, words, signals]),
    'deploy plonk verifier (2 signals)': await registry.deploy(await plonk.verifierArtifact()),
    'registerVerifier (2 signals)': await registry.send(owner, 'registerVerifier', verifierRegistration),
    'registerVerifier (same again)': await registry.send(owner, 'registerVerifier', verifierRegistration),
    'publishPlonk (2 signals)': await registry.send(owner, 'publishPlonk', plonkArguments(circuitId)),
    'publishPlonk (2 signals, nullifier)': await registry.send(owner, 'publishPlonk', plonkArguments(withNullifier)),
    attest: await registry.send(owner, 'attest', [newId(), circuitId, newId('system'), newId('hash')]),
  };
  for (const [what, { status, gasUsed }] of Object.entries(gas)) {
    assert.equal(status, 'success', what);
    t.diagnostic(`${what}: ${gasUsed} gas`);
  }
  // The pairing alone is 181 000 (EIP-1108), storage 22 100 a slot, the transaction 21 000: no room for surprises.
  assert.ok(gas['publish (2 signals)'].gasUsed < 265_000n);
  assert.ok(gas['publish (2 signals, nullifier)'].gasUsed < 290_000n);
  assert.ok(gas['publishPlonk (2 signals)'].gasUsed < 375_000n);
  assert.ok(gas['publishPlonk (2 signals, nullifier)'].gasUsed < 400_000n);
  assert.ok(gas.attest.gasUsed < 55_000n);
});

const publications = (size, circuit = circuitId) => batch.slice(0, size).map((proof) => publication(circuit, proof));
const attestations = (size) => Array.from({ length: size }, () => attestation(circuitId));

// One and the same proof each time: its circuit has no nullifier.
const plonkPublications = (size) =>
  Array.from({ length: size }, () => publication(circuitId, plonk.proofs.threeTimesEleven));

/** Where in a batch the items of a function stand. */
const PLACES = { publish: 0, publishPlonk: 1, attest: 2 };

/** Gas per item of the whole transaction, with its 21 000 and its call data; in a batch of `size`, or 0: alone. */
async function gasPerItem(makeItems, single, size) {
  const items = makeItems(size || 1);
  const { gasUsed, events } =
    size === 0
      ? await registry.send(owner, single, Object.values(items[0]))
      : await registry.send(owner, 'publishBatch', [[], [], []].with(PLACES[single], items));
  const eventName = single === 'attest' ? 'ProofAttested' : 'ProofPublished';
  assert.deepEqual(events.map((event) => event.eventName), Array(items.length).fill(eventName));
  return Number(gasUsed) / items.length;
}

/** Asserts what an item costs in a full batch: at most this share of what it costs alone, and less than `most`. */
async function reportBatches(t, what, makeItems, single, { share, most }) {
  const alone = await gasPerItem(makeItems, single, 0);
  t.diagnostic(`${single} of one (${what}): ${alone} gas`);
  for (const size of [1, 8, 32]) {
    const each = await gasPerItem(makeItems, single, size);
    const percent = ((100 * each) / alone).toFixed(1);
    t.diagnostic(`publishBatch of ${size} (${what}): ${each.toFixed(0)} gas each, ${percent} % of one alone`);
    if (size === 32) assert.ok(each < most && each <= share * alone, `${each} gas each, ${percent} %`);
  }
}

test('in a full batch, publishing a proof costs less than 100 000 gas and 40 % of what it costs alone', (t) =>
  reportBatches(t, '2 signals', publications, 'publish', { share: 0.4, most: 100_000 }));

test('a nullifier costs its slot in a batch, too', async (t) => {
  const circuits = [];
  for (let i = 0; i < 4; i++) {
    circuits.push(newId('circuit'));
    await registry.send(owner, 'registerCircuit', [circuits[i], key, NULLIFIER_INDEX]);
  }
  const ofNextCircuit = (size) => publications(size, circuits.pop());
  await reportBatches(t, '2 signals, nullifier', ofNextCircuit, 'publish', { share: 0.42, most: 120_000 });
});

// The slot that remembers the id is 22 100 and the event 2 012: together half of what one alone costs.
test('in a full batch, attesting a proof costs 56 % of what it costs alone', (t) =>
  reportBatches(t, 'attestations', attestations, 'attest', { share: 0.56, most: 28_000 }));

// Each proof is verified alone, so a batch saves little more than the transactions' 21 000 and the cold addresses.
test('a full batch of plonk proofs fits a transaction (EIP-7825)', (t) =>
  reportBatches(t, 'plonk, 2 signals', plonkPublications, 'publishPlonk', { share: 0.92, most: 2 ** 24 / 32 }));

test('to find one tampered proof among 32 costs less than to look at each', async (t) => {
  const { gasUsed: whole } = await registry.send(owner, 'publishBatch', [publications(32), [], []]);
  const tampered = publications(32);
  tampered[13].publicSignals = [1n, 2n];
  const { gasUsed, events } = await registry.send(owner, 'publishBatch', [tampered, [], []]);
  assert.deepEqual(
    events.filter(({ eventName }) => eventName === 'PublicationRefused').map(({ args }) => args.proofId),
    [tampered[13].proofId],
  );
  t.diagnostic(`publishBatch of 32: ${whole} gas, with one tampered ${gasUsed}`);
  assert.ok(gasUsed - whole < 32n * 181_000n);
});

test('the contract fits the code that a contract may have (EIP-170)', async (t) => {
  const code = await registry.client.getCode({ address: registry.address });
  const size = code.length / 2 - 1;
  t.diagnostic(`${size} bytes of code`);
  assert.ok(size < 24_576);
});
