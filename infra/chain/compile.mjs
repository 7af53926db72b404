// Compiles ProofRegistry.sol and what it imports to artifacts/ProofRegistry.json. Skips when nothing changed.
//
//   node compile.mjs
//
// Prints one line and exits 0, or prints what the compiler complains about (a warning counts as an error) and exits 1.
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const CONTRACT = 'ProofRegistry';
const SOURCES = new URL('contracts/', import.meta.url);
const ARTIFACT = new URL(`artifacts/${CONTRACT}.json`, import.meta.url);

const settings = {
  // The registry is called for years and deployed once: optimise for the calls.
  optimizer: { enabled: true, runs: 1_000_000 },
  viaIR: true,
  // The oldest rules with MCOPY; every chain that we know with the BN254 precompiles has had them since 2024.
  evmVersion: 'cancun',
  // Without the hash of the metadata the same source gives the same bytecode wherever it is compiled.
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { [CONTRACT]: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
};

async function readSources() {
  const names = (await readdir(SOURCES)).filter((name) => name.endsWith('.sol')).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, { content: await readFile(new URL(name, SOURCES), 'utf8') }])),
  );
}

async function compilerVersion() {
  const manifest = new URL('../node_modules/solc/package.json', import.meta.url);
  return JSON.parse(await readFile(manifest, 'utf8')).version;
}

async function existingArtifact() {
  try {
    return JSON.parse(await readFile(ARTIFACT, 'utf8'));
  } catch (error) {
    // None yet, or half of one: both are made anew.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const shown = fileURLToPath(ARTIFACT);
const sources = await readSources();
const version = await compilerVersion();
const sourceSha256 = createHash('sha256').update(JSON.stringify({ sources, settings, version })).digest('hex');

if ((await existingArtifact())?.sourceSha256 === sourceSha256) {
  console.log(`${CONTRACT} is up to date: ${shown}`);
  process.exit(0);
}

// Loaded only now: it takes most of a second.
const { default: solc } = await import('solc');
const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })));

const complaints = (output.errors ?? []).filter(({ severity }) => severity !== 'info');
if (complaints.length > 0) {
  for (const { formattedMessage } of complaints) console.error(formattedMessage.trimEnd(), '\n');
  console.error(`${CONTRACT} was not compiled: ${complaints.length} error(s) or warning(s)`);
  process.exit(1);
}

const contract = output.contracts[`${CONTRACT}.sol`][CONTRACT];
const artifact = {
  contractName: CONTRACT,
  abi: contract.abi,
  bytecode: `0x${contract.evm.bytecode.object}`,
  deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
  compiler: solc.version(),
  settings,
  sourceSha256,
};
await mkdir(new URL('.', ARTIFACT), { recursive: true });
// Whole or not at all, also for a reader beside us.
const unfinished = new URL(`${CONTRACT}.json.${process.pid}.new`, ARTIFACT);
await writeFile(unfinished, `${JSON.stringify(artifact, null, 2)}\n`);
await rename(unfinished, ARTIFACT);
console.log(`${CONTRACT} compiled by solc ${artifact.compiler}: ${shown}`);
