import { readFile } from 'node:fs/promises';

const fixture = JSON.parse(await readFile(new URL('../fixtures/product.json', import.meta.url), 'utf8'));

// snarkjs writes an element of Fp2 as [real, imaginary]; the precompiles (EIP-197) want the imaginary part first.
const g1 = ([x, y]) => [BigInt(x), BigInt(y)];
const g2 = ([[xReal, xImaginary], [yReal, yImaginary]]) => [xImaginary, xReal, yImaginary, yReal].map(BigInt);

const keyWords = ({ vk_alpha_1, vk_beta_2, vk_gamma_2, vk_delta_2, IC }) => [
  ...g1(vk_alpha_1),
  ...g2(vk_beta_2),
  ...g2(vk_gamma_2),
  ...g2(vk_delta_2),
  ...IC.flatMap(g1),
];

/** The verification key of product.circom: its public signals are [product, nullifier]. */
export const key = keyWords(fixture.verificationKey);
/** A key of the same circuit whose setup had no phase-2 contribution. */
export const keyWithoutContribution = keyWords(fixture.verificationKeyWithoutContribution);
/** Position of the nullifier among the public signals. */
export const NULLIFIER_INDEX = 1n;

const decoded = ({ proof, publicSignals }) => ({
  words: [...g1(proof.pi_a), ...g2(proof.pi_b), ...g1(proof.pi_c)],
  signals: publicSignals.map(BigInt),
});

/** Proofs by name: {words, signals}. */
export const proofs = Object.fromEntries(
  Object.entries(fixture.proofs).map(([name, proof]) => [name, decoded(proof)]),
);
/** As many proofs as fit a batch, each with a nullifier of its own. */
export const batch = fixture.batch.map(decoded);
/** The key of square.circom, whose public signals are [square], and four proofs. */
export const square = { key: keyWords(fixture.square.verificationKey), batch: fixture.square.batch.map(decoded) };

/** Below it are the coordinates (EIP-196). */
export const P = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
/** Below it are the scalars (EIP-197). */
export const R = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** A point of the twist outside the subgroup G2, in EIP-197 order: x = 1, y² = 1 + 3/(9 + i). */
export const TWIST_POINT_OUTSIDE_G2 = [
  0n,
  1n,
  15975588672102553735566230729081043132501226101599136527557730645158523614371n,
  3610091866386166428467545612961983990332663701371483510632385378352395651980n,
];

/** The proof words with A and B negated: another proof of the same statement. */
export const malleated = (words) => replaced(replaced(words, 1, P - words[1]), 4, P - words[4], P - words[5]);

/** The words with those at `index` and after replaced. */
export const replaced = (words, index, ...values) => words.toSpliced(index, values.length, ...values);
