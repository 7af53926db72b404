// Compiles ProofRegistry.sol and what it imports to artifacts/ProofRegistry.json. Skips when nothing changed.
//
//   node compile.mjs
//
// Prints one line and exits 0, or prints what the compiler complains about (a warning counts as an error) and exits 1.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readArtifact, writeArtifact } from './solidity/artifact-file.mjs';
import { compile, settings, versionOf } from './solidity/compiler.mjs';

const CONTRACT = 'ProofRegistry';
const SOURCES = new URL('contracts/', import.meta.url);
const ARTIFACT = fileURLToPath(new URL(`artifacts/${CONTRACT}.json`, import.meta.url));

async function readSources() {
  const names = (await readdir(SOURCES)).filter((name) => name.endsWith('.sol')).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, { content: await readFile(new URL(name, SOURCES), 'utf8') }])),
  );
}

const sources = await readSources();
const version = await versionOf('solc');
const sourceSha256 = createHash('sha256').update(JSON.stringify({ sources, settings, version })).digest('hex');

if ((await readArtifact(ARTIFACT))?.sourceSha256 === sourceSha256) {
  console.log(`${CONTRACT} is up to date: ${ARTIFACT}`);
  process.exit(0);
}

const { artifact, complaints } = await compile(sources, `${CONTRACT}.sol`, CONTRACT);
if (complaints.length > 0) {
  for (const { formattedMessage } of complaints) console.error(formattedMessage.trimEnd(), '\n');
  console.error(`${CONTRACT} was not compiled: ${complaints.length} error(s) or warning(s)`);
  process.exit(1);
}

await writeArtifact(ARTIFACT, { ...artifact, sourceSha256 });
console.log(`${CONTRACT} compiled by solc ${artifact.compiler}: ${ARTIFACT}`);
