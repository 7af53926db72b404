import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { concat, decodeAbiParameters, encodeAbiParameters, zeroHash } from 'viem';
import { attestation, publication, sendBatch, simulateBatch } from './support/batch.mjs';
import { stopAll } from './support/local-chain.mjs';
import * as plonk from './support/plonk.mjs';
import {
  NULLIFIER_INDEX,
  P,
  R,
  TWIST_POINT_OUTSIDE_G2,
  batch,
  key,
  malleated,
  proofs,
  replaced,
  square,
} from './support/product.mjs';
import { NO_NULLIFIER, newId, owner, revertOf, startRegistry, stranger } from './support/registry.mjs';

const LARGEST_BATCH = 32;
const RECORDED = 'recorded';
const OFF_THE_TWIST = [1n, 2n, 3n, 4n];

let registry, verifier, circuitId;
const squareId = newId('square');
before(async () => {
  registry = await startRegistry();
  verifier = await plonk.deployVerifier(registry);
  await registry.send(owner, 'registerCircuit', [squareId, square.key, NO_NULLIFIER]);
});
beforeEach(async () => {
  circuitId = newId('circuit');
  await registry.send(owner, 'registerCircuit', [circuitId, key, NULLIFIER_INDEX]);
  await registry.send(owner, 'registerVerifier', [circuitId, verifier, 2n, NULLIFIER_INDEX]);
});
after(stopAll);

const product = (proof, proofId) => publication(circuitId, proof, proofId);
const squares = () => square.batch.map((proof) => publication(squareId, proof));
const invalid = ({ proofId }) => ({ errorName: 'InvalidProof', args: [proofId] });
const allRecorded = (items) => items.map(() => RECORDED);
const isPublished = ({ proofId }) => registry.read('isPublished', proofId);

/** (x, y) + (otherX, otherY) on the curve, by the precompiled contract of EIP-196. */
async function sum(...coordinates) {
  const words = Array(4).fill({ type: 'uint256' });
  const { data } = await registry.client.call({
    to: '0x0000000000000000000000000000000000000006',
    data: encodeAbiParameters(words, coordinates),
  });
  return decodeAbiParameters(words.slice(2), data);
}

test('publishes proofs of two circuits and attests others in one transaction, an event for each', async () => {
  const publications = [...batch.slice(0, 20).map((proof) => product(proof)), ...squares()];
  const attestations = Array.from({ length: 8 }, () => attestation(circuitId));
  const { outcomes } = await sendBatch(registry, publications, [], attestations);
  assert.deepEqual(outcomes, allRecorded([...publications, ...attestations]));
  for (const item of [...publications, ...attestations]) assert.equal(await isPublished(item), true);
  for (const { proofId, publicSignals } of publications.slice(0, 20)) {
    assert.equal(await registry.read('nullifierSpentBy', circuitId, publicSignals[1]), proofId);
  }
});

test('publishes groth16 and plonk proofs and attests others, and refuses a bad one of each kind alone', async () => {
  const { words, signals } = plonk.proofs.threeTimesEleven;
  const publications = [product(batch[0]), product({ ...batch[1], signals: [1n, 2n] }), product(batch[2])];
  const plonkPublications = [
    product(plonk.proofs.threeTimesEleven),
    product({ words: replaced(words, 23, words[23] + 1n), signals }),
    product({ words, signals: [signals[0], R] }),
    product({ words, signals: [signals[0]] }),
    publication(squareId, plonk.proofs.fiveTimesSeven),
    product(plonk.proofs.fiveTimesSeven),
  ];
  const attestations = [attestation(circuitId), attestation(circuitId, zeroHash), attestation(circuitId)];
  const { outcomes } = await sendBatch(registry, publications, plonkPublications, attestations);
  assert.deepEqual(outcomes, [
    RECORDED,
    invalid(publications[1]),
    RECORDED,
    RECORDED,
    invalid(plonkPublications[1]),
    { errorName: 'SignalOutOfRange', args: [1n, R] },
    { errorName: 'WrongSignalCount', args: [2n, 1n] },
    { errorName: 'VerifierUnknown', args: [squareId] },
    RECORDED,
    RECORDED,
    { errorName: 'ProofIdIsZero', args: [] },
    RECORDED,
  ]);
  const items = [...publications, ...plonkPublications, ...attestations];
  for (const [i, item] of items.entries()) assert.equal(await isPublished(item), outcomes[i] === RECORDED);
});

test('id and nullifier are taken once, whatever the kind of the item', async () => {
  const groth16 = product(proofs.threeTimesEleven);
  const sameNullifier = product(plonk.proofs.threeTimesFour);
  const sameId = product(plonk.proofs.fiveTimesSeven, groth16.proofId);
  const first = product(plonk.proofs.zeroTimesOne);
  const twice = product(plonk.proofs.zeroTimesOne);
  const attestations = [attestation(circuitId, first.proofId), attestation(circuitId, sameNullifier.proofId)];
  const { outcomes } = await sendBatch(registry, [groth16], [sameNullifier, sameId, first, twice], attestations);
  assert.deepEqual(outcomes, [
    RECORDED,
    { errorName: 'NullifierSpent', args: [circuitId, 9n, groth16.proofId] },
    { errorName: 'AlreadyPublished', args: [groth16.proofId] },
    RECORDED,
    { errorName: 'NullifierSpent', args: [circuitId, 0n, first.proofId] },
    { errorName: 'AlreadyPublished', args: [first.proofId] },
    RECORDED,
  ]);
});

test('circuits may alternate', async () => {
  const publications = squares().flatMap((item, i) => [item, product(batch[i])]);
  assert.deepEqual((await sendBatch(registry, publications)).outcomes, allRecorded(publications));
});

test('publishes a full batch', async () => {
  const publications = batch.map((proof) => product(proof));
  assert.equal(publications.length, LARGEST_BATCH);
  assert.deepEqual((await sendBatch(registry, publications)).outcomes, allRecorded(publications));
});

test('finds the one tampered proof among 32, wherever it is, and publishes the 31 others', async () => {
  const tampered = (position) => {
    const publications = batch.map((proof) => product(proof));
    publications[position].publicSignals = publications[position].publicSignals.with(0, 1n);
    return publications;
  };
  const expected = (publications, position) => allRecorded(publications).with(position, invalid(publications[position]));
  for (const position of [0, 1, 15, 16, 30, 31]) {
    const publications = tampered(position);
    assert.deepEqual(await simulateBatch(registry, publications), expected(publications, position));
  }
  const publications = tampered(13);
  const { outcomes } = await sendBatch(registry, publications);
  assert.deepEqual(outcomes, expected(publications, 13));
  for (const [position, item] of publications.entries()) assert.equal(await isPublished(item), position !== 13);
  assert.equal(await registry.read('nullifierSpentBy', circuitId, publications[13].publicSignals[1]), zeroHash);

  const mended = publication(circuitId, batch[13], publications[13].proofId);
  assert.deepEqual((await sendBatch(registry, [mended])).outcomes, [RECORDED]);
});

test('finds every one of several tampered proofs, neighbours and far apart, of both circuits', async () => {
  for (const positions of [[0, 1], [3, 20], [7, 8, 23], [0, 10, 22, 23]]) {
    const publications = [...batch.slice(0, 20).map((proof) => product(proof)), ...squares()];
    const expected = allRecorded(publications);
    for (const position of positions) {
      publications[position].proof = replaced(publications[position].proof, 6, ...proofs.fiveTimesSeven.words.slice(6));
      expected[position] = invalid(publications[position]);
    }
    assert.deepEqual(await simulateBatch(registry, publications), expected, `${positions}`);
  }
});

test('finds exchanged public signals, within a proof and between two', async () => {
  const publications = batch.slice(0, 6).map((proof) => product(proof));
  publications[1].publicSignals = publications[1].publicSignals.toReversed();
  [publications[3].publicSignals, publications[4].publicSignals] = [batch[4].signals, batch[3].signals];
  const expected = allRecorded(publications);
  for (const position of [1, 3, 4]) expected[position] = invalid(publications[position]);
  assert.deepEqual((await sendBatch(registry, publications)).outcomes, expected);
});

test('finds errors that cancel out: without coefficients, the two proofs together would hold', async () => {
  const [D, minusD] = [[1n, 2n], [1n, P - 2n]];
  const publications = batch.slice(0, 4).map((proof) => product(proof));
  for (const [position, error] of [[1, D], [2, minusD]]) {
    const { proof } = publications[position];
    publications[position].proof = replaced(proof, 6, ...(await sum(...proof.slice(6), ...error)));
  }
  assert.deepEqual(
    await sum(...publications[1].proof.slice(6), ...publications[2].proof.slice(6)),
    await sum(...batch[1].words.slice(6), ...batch[2].words.slice(6)),
  );
  const expected = [RECORDED, invalid(publications[1]), invalid(publications[2]), RECORDED];
  assert.deepEqual((await sendBatch(registry, publications)).outcomes, expected);
});

test('refuses each bad item alone, with the error that it would revert with alone', async () => {
  const published = product(proofs.threeTimesEleven);
  await sendBatch(registry, [published]);
  const { words, signals } = batch[30];
  const unknown = newId('circuit');
  const bad = {
    ProofIdIsZero: [product(batch[30], zeroHash)],
    AlreadyPublished: [product(batch[30], published.proofId)],
    CircuitUnknown: [publication(unknown, batch[30])],
    WrongSignalCount: [product({ words, signals: [] }), product({ words, signals: [...signals, 0n] })],
    SignalOutOfRange: [product({ words, signals: [R, 1n] }), product({ words, signals: [signals[0], signals[1] + R] })],
    CoordinateOutOfRange: words.map((word, i) => product({ words: replaced(words, i, word + P), signals })),
    PointNotOnCurve: [0, 6].flatMap((index) =>
      [[1n, 3n], [0n, 0n]].map((point) => product({ words: replaced(words, index, ...point), signals })),
    ),
    InvalidProof: [OFF_THE_TWIST, TWIST_POINT_OUTSIDE_G2, [0n, 0n, 0n, 0n]].map((point) =>
      product({ words: replaced(words, 2, ...point), signals }),
    ),
    NullifierSpent: [product(proofs.threeTimesFour)],
  };
  const items = Object.entries(bad).flatMap(([errorName, items]) => items.map((item) => [errorName, item]));
  const good = batch.slice(0, LARGEST_BATCH - items.length).map((proof) => product(proof));
  const publications = [...good.slice(0, 2), ...items.map(([, item]) => item), ...good.slice(2)];
  assert.ok(good.length > 4 && publications.length === LARGEST_BATCH);

  const alone = [];
  for (const [errorName, { proofId, circuitId, proof, publicSignals }] of items) {
    const single = registry.simulate(owner, 'publish', [proofId, circuitId, proof, publicSignals]);
    const { errorName: seen, args = [] } = await single.then(() => assert.fail(errorName), revertOf);
    assert.equal(seen, errorName);
    alone.push({ errorName, args });
  }
  const expected = [...allRecorded(good.slice(0, 2)), ...alone, ...allRecorded(good.slice(2))];
  assert.deepEqual((await sendBatch(registry, publications)).outcomes, expected);
});

test('a nullifier is spent once, before or within the batch, by the first proof that holds', async () => {
  const before = product(batch[0]);
  await sendBatch(registry, [before]);
  const { words } = proofs.threeTimesEleven;
  const publications = [
    product(batch[0]),
    product({ words, signals: [34n, 9n] }),
    product(proofs.threeTimesEleven),
    product(proofs.threeTimesFour),
    product(proofs.threeTimesEleven),
  ];
  const spent = (nullifier, { proofId }) => ({ errorName: 'NullifierSpent', args: [circuitId, nullifier, proofId] });
  const { outcomes } = await sendBatch(registry, publications);
  assert.deepEqual(outcomes, [
    spent(batch[0].signals[1], before),
    invalid(publications[1]),
    RECORDED,
    spent(9n, publications[2]),
    spent(9n, publications[2]),
  ]);
});

test('a proof id is taken once, by the first item that is recorded, whether published or attested', async () => {
  const [first, second] = [newId(), newId()];
  const taken = (proofId) => ({ errorName: 'AlreadyPublished', args: [proofId] });
  const publications = [
    product({ ...batch[0], signals: [0n, 0n] }, first),
    product(batch[0], first),
    product(batch[1], first),
    product({ ...batch[0], signals: [R, R] }, first),
  ];
  const attestations = [first, second, second].map((proofId) => attestation(circuitId, proofId));
  const { outcomes } = await sendBatch(registry, publications, [], attestations);
  assert.deepEqual(outcomes, [
    invalid(publications[0]),
    RECORDED,
    taken(first),
    taken(first),
    taken(first),
    RECORDED,
    taken(second),
  ]);
  assert.equal(await registry.read('nullifierSpentBy', circuitId, batch[1].signals[1]), zeroHash);
});

test('attests as attest would', async () => {
  const known = attestation(circuitId);
  await registry.send(owner, 'attest', Object.values(known));
  const attestations = [attestation(newId('circuit')), attestation(circuitId, zeroHash), known];
  const { outcomes } = await sendBatch(registry, [], [], attestations);
  assert.deepEqual(outcomes, [
    RECORDED,
    { errorName: 'ProofIdIsZero', args: [] },
    { errorName: 'AlreadyPublished', args: [known.proofId] },
  ]);
});

test('a proof with A and B negated holds in a batch too, and gains nothing: id and nullifier are what counts', async () => {
  const { words, signals } = batch[0];
  const negated = { words: malleated(words), signals };
  const original = product(batch[0]);
  const publications = [original, product(negated, original.proofId), product(negated)];
  const { outcomes } = await sendBatch(registry, publications);
  assert.deepEqual(outcomes, [
    RECORDED,
    { errorName: 'AlreadyPublished', args: [original.proofId] },
    { errorName: 'NullifierSpent', args: [circuitId, signals[1], original.proofId] },
  ]);

  const withoutNullifier = squares()[0];
  const again = publication(squareId, { words: malleated(withoutNullifier.proof), signals: withoutNullifier.publicSignals });
  assert.deepEqual((await sendBatch(registry, [withoutNullifier, again])).outcomes, [RECORDED, RECORDED]);
});

test('a batch has 1 to 32 items, of all kinds together', async () => {
  const publications = batch.slice(0, 16).map((proof) => product(proof));
  const attestations = Array.from({ length: 17 }, () => attestation(circuitId));
  await registry.assertReverts(owner, 'publishBatch', [[], [], []], 'BatchSizeInvalid', [0n]);
  await registry.assertReverts(owner, 'publishBatch', [publications, [], attestations], 'BatchSizeInvalid', [33n]);
  const mixed = [publications, [product(plonk.proofs.threeTimesEleven)], attestations.slice(1)];
  await registry.assertReverts(owner, 'publishBatch', mixed, 'BatchSizeInvalid', [33n]);
  assert.equal((await simulateBatch(registry, publications, [], attestations.slice(1))).length, LARGEST_BATCH);
  assert.equal(await registry.read('MAX_BATCH'), BigInt(LARGEST_BATCH));
});

test('only publishers publish batches', () =>
  registry.assertReverts(stranger, 'publishBatch', [[product(batch[0])], [], []], 'NotPublisher', [
    stranger.address,
  ]));

test('whatever the gas limit, each item becomes what it is or the whole batch reverts', async (t) => {
  const malformed = product({ ...batch[1], words: replaced(batch[1].words, 2, ...OFF_THE_TWIST) });
  const items = [[product(batch[0]), malformed, product(batch[2])], [], [attestation(circuitId)]];
  const expected = [RECORDED, invalid(malformed), RECORDED, RECORDED];
  const seen = {};
  for (let gas = 100_000n; gas < 2_500_000n; gas += 59_981n) {
    const outcome = await simulateBatch(registry, ...items, gas).then(
      (outcomes) => assert.deepEqual(outcomes, expected, `gas limit ${gas}`) ?? 'told',
      (error) => revertOf(error)?.errorName ?? (error.code === 'ERR_ASSERTION' ? Promise.reject(error) : 'out of gas'),
    );
    seen[outcome] = (seen[outcome] ?? 0) + 1;
  }
  t.diagnostic(JSON.stringify(seen));
  assert.deepEqual(Object.keys(seen).sort(), ['PrecompileFailed', 'out of gas', 'told']);
});

test('whatever the gas limit, a plonk proof in a batch becomes what it is or the whole batch reverts', async (t) => {
  const { words, signals } = plonk.proofs.threeTimesEleven;
  const tampered = product({ words: replaced(words, 0, 1n, 2n), signals });
  const items = [[], [tampered, product(plonk.proofs.threeTimesEleven)], [attestation(circuitId)]];
  const seen = {};
  for (let gas = 60_000n; gas < 2_500_000n; gas += 59_981n) {
    const outcome = await simulateBatch(registry, ...items, gas).then(
      (outcomes) => assert.deepEqual(outcomes, [invalid(tampered), RECORDED, RECORDED], `gas limit ${gas}`) ?? 'told',
      (error) => revertOf(error)?.errorName ?? (error.code === 'ERR_ASSERTION' ? Promise.reject(error) : 'out of gas'),
    );
    seen[outcome] = (seen[outcome] ?? 0) + 1;
  }
  t.diagnostic(JSON.stringify(seen));
  assert.deepEqual(Object.keys(seen).sort(), ['VerifierOutOfGas', 'out of gas', 'told']);
});

test('32 malformed proofs, which burn the most gas, still fit a block', async (t) => {
  const words = (proof) => replaced(proof.words, 2, ...OFF_THE_TWIST);
  const publications = batch.map((proof) => product({ ...proof, words: words(proof) }));
  const { outcomes, receipt } = await sendBatch(registry, publications);
  assert.deepEqual(outcomes, publications.map(invalid));
  t.diagnostic(`${receipt.gasUsed} gas`);
  assert.ok(receipt.gasUsed < 20_000_000n);
});

test('the contract calls others only statically, so that nobody can call back into it', async () => {
  const code = await registry.client.getCode({ address: registry.address });
  const opcodes = new Set();
  for (let at = 0, bytes = Buffer.from(code.slice(2), 'hex'); at < bytes.length; at++) {
    opcodes.add(bytes[at]);
    const isPush = bytes[at] >= 0x60 && bytes[at] <= 0x7f;
    if (isPush) at += bytes[at] - 0x5f; // its operand is no opcode
  }
  const [STATICCALL, ...changing] = [0xfa, 0xf1, 0xf2, 0xf4, 0xff]; // CALL, CALLCODE, DELEGATECALL, SELFDESTRUCT
  assert.ok(opcodes.has(STATICCALL));
  for (const opcode of changing) assert.ok(!opcodes.has(opcode), `0x${opcode.toString(16)}`);
});
