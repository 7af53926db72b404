import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const chain = fileURLToPath(new URL('..', import.meta.url));
const folders = [];
let folder;

const SMALL = {
  'ProofRegistry.sol': `
    // SPDX-License-Identifier: Apache-2.0
    pragma solidity ^0.8.37;
    import {Bn254} from "./Bn254.sol";
    contract ProofRegistry { function prime() external pure returns (uint256) { return Bn254.P; } }
  `,
  'Bn254.sol': `
    // SPDX-License-Identifier: Apache-2.0
    pragma solidity ^0.8.37;
    library Bn254 { uint256 internal constant P = 5; }
  `,
};

// Each test compiles a copy, so that it may break it; of the script beside small contracts, which compile at once.
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compile-'));
  folders.push(folder);
  await symlink(join(chain, '../node_modules'), join(folder, 'node_modules'));
  await cp(join(chain, 'compile.mjs'), join(folder, 'chain/compile.mjs'));
  await cp(join(chain, 'solidity'), join(folder, 'chain/solidity'), { recursive: true });
  await mkdir(join(folder, 'chain/contracts'));
  await Promise.all(Object.entries(SMALL).map(([name, text]) => writeFile(join(folder, 'chain/contracts', name), text)));
});
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

function compile() {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['chain/compile.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const source = () => join(folder, 'chain/contracts/ProofRegistry.sol');
const readArtifact = async () => JSON.parse(await readFile(join(folder, 'chain/artifacts/ProofRegistry.json'), 'utf8'));

test('compiles the registry to an artifact and prints one line', async () => {
  await cp(join(chain, 'contracts'), join(folder, 'chain/contracts'), { recursive: true });
  const { status, stdout, stderr } = compile();
  assert.equal(stderr, '');
  assert.match(stdout, /^ProofRegistry compiled by solc 0\.8\.37.*\n$/);
  assert.equal(status, 0);
  const artifact = await readArtifact();
  assert.deepEqual(Object.keys(artifact), [
    'contractName',
    'abi',
    'bytecode',
    'deployedBytecode',
    'compiler',
    'settings',
    'sourceSha256',
  ]);
  assert.equal(artifact.contractName, 'ProofRegistry');
  assert.match(artifact.bytecode, /^0x[0-9a-f]{1000,}$/);
  assert.match(artifact.deployedBytecode, /^0x[0-9a-f]{1000,}$/);
});

test('skips when nothing changed, and compiles again when a source did or the artifact was damaged', async () => {
  compile();
  const first = await readArtifact();
  assert.match(compile().stdout, /^ProofRegistry is up to date: .*\n$/);

  await appendFile(join(folder, 'chain/contracts/Bn254.sol'), '// changed\n');
  assert.match(compile().stdout, /^ProofRegistry compiled /);
  const second = await readArtifact();
  assert.notEqual(second.sourceSha256, first.sourceSha256);
  assert.equal(second.bytecode, first.bytecode);

  await writeFile(join(folder, 'chain/artifacts/ProofRegistry.json'), '{"contractName":');
  assert.match(compile().stdout, /^ProofRegistry compiled /);
  assert.deepEqual(await readArtifact(), second);
});

test('shows an error with its place and exits 1', async () => {
  await appendFile(source(), 'contract Broken { function f() public { missing(); } }\n');
  const { status, stdout, stderr } = compile();
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /DeclarationError: Undeclared identifier[^]+--> ProofRegistry\.sol:\d+:\d+[^]+1 error/);
});

test('takes a warning for an error, and keeps the artifact from before', async () => {
  compile();
  const artifact = await readArtifact();
  await appendFile(source(), 'contract Sloppy { function f() public pure { uint256 unused; } }\n');
  const { status, stderr } = compile();
  assert.equal(status, 1);
  assert.match(stderr, /Warning: Unused local variable/);
  assert.deepEqual(await readArtifact(), artifact);
});
