import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../../solidity/compiler.mjs';

const fixture = JSON.parse(await readFile(new URL('../fixtures/product-plonk.json', import.meta.url), 'utf8'));
const SCRIPT = fileURLToPath(new URL('../../plonk-verifier.mjs', import.meta.url));
// What is made from snarkjs's template is GPL-3.0: it stays in a folder that git ignores.
const CACHE = fileURLToPath(new URL('../../artifacts/plonk-verifiers/', import.meta.url));

const POINTS = ['A', 'B', 'C', 'Z', 'T1', 'T2', 'T3', 'Wxi', 'Wxiw'];
const EVALUATIONS = ['eval_a', 'eval_b', 'eval_c', 'eval_s1', 'eval_s2', 'eval_zw'];

const decoded = ({ proof, publicSignals }) => ({
  words: [...POINTS.flatMap((name) => proof[name].slice(0, 2)), ...EVALUATIONS.map((name) => proof[name])].map(BigInt),
  signals: publicSignals.map(BigInt),
});

/** The plonk verification key of product.circom: its public signals are [product, nullifier]. */
export const { verificationKey } = fixture;

/** Proofs by name: {words, signals}. */
export const proofs = Object.fromEntries(
  Object.entries(fixture.proofs).map(([name, proof]) => [name, decoded(proof)]),
);

/** The compiled verifier of product.circom. */
export async function verifierArtifact() {
  await mkdir(CACHE, { recursive: true });
  const key = join(CACHE, `product.${process.pid}.vk`);
  await writeFile(key, JSON.stringify(verificationKey));
  try {
    const path = execFileSync(process.execPath, [SCRIPT, key, CACHE], { encoding: 'utf8' }).trim();
    return JSON.parse(await readFile(path, 'utf8'));
  } finally {
    await rm(key);
  }
}

/** Deploys the verifier of product.circom; returns its address. */
export const deployVerifier = async (registry) => (await registry.deploy(await verifierArtifact())).contractAddress;

/** Deploys a contract of contracts/Verifiers.sol; returns its address. */
export async function deployStrange(registry, name, args = []) {
  const source = await readFile(new URL('../contracts/Verifiers.sol', import.meta.url), 'utf8');
  const { artifact, complaints } = await compile({ 'Verifiers.sol': { content: source } }, 'Verifiers.sol', name);
  assert.ok(artifact, complaints.map(({ formattedMessage }) => formattedMessage).join('\n'));
  return (await registry.deploy(artifact, args)).contractAddress;
}
