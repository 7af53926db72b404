// Makes the contract that verifies the plonk proofs of one circuit, from its verification key, and compiles it.
//
//   node plonk-verifier.mjs <verification_key.json> <folder>
//
// Writes <folder>/<SHA-256 of the key's file>.json, unless it is there. Prints its path and exits 0, or says what is wrong
// and exits 1. The Solidity in between is snarkjs's template, which is GPL-3.0: neither it nor what is compiled from it
// is part of this project, so it is made where it is used and never committed.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { readArtifact, writeArtifact } from './solidity/artifact-file.mjs';
import { compile, versionOf } from './solidity/compiler.mjs';
import { refuseVerificationKey } from './solidity/plonk-key.mjs';

const CONTRACT = 'PlonkVerifier';

/** The contract's source, by snarkjs's own template and the template engine that snarkjs uses. */
async function generate(key) {
  const snarkjs = createRequire(import.meta.resolve('snarkjs'));
  const template = await readFile(new URL('../node_modules/snarkjs/templates/verifier_plonk.sol.ejs', import.meta.url));
  return snarkjs('ejs').render(template.toString(), key);
}

async function make(keyPath, folder) {
  const bytes = await readFile(keyPath);
  const verificationKeySha256 = createHash('sha256').update(bytes).digest('hex');
  const path = resolve(join(folder, `${verificationKeySha256}.json`));
  if (await readArtifact(path)) return path;

  const key = JSON.parse(bytes);
  refuseVerificationKey(key);
  const sources = { [`${CONTRACT}.sol`]: { content: await generate(key) } };
  // Its warnings are not ours to mend.
  const { artifact, complaints } = await compile(sources, `${CONTRACT}.sol`, CONTRACT);
  const errors = complaints.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage.trimEnd()).join('\n'));

  const generator = `snarkjs ${await versionOf('snarkjs')}`;
  await writeArtifact(path, { ...artifact, generator, verificationKeySha256, signalCount: key.nPublic });
  return path;
}

const [keyPath, folder] = process.argv.slice(2);
if (!keyPath || !folder) {
  console.error('usage: node plonk-verifier.mjs <verification_key.json> <folder>');
  process.exit(1);
}

try {
  console.log(await make(keyPath, folder));
} catch (error) {
  console.error(`No plonk verifier was made of ${keyPath}: ${error.message}`);
  process.exit(1);
}
