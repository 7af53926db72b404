import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verificationKey } from './support/plonk.mjs';

const chain = fileURLToPath(new URL('..', import.meta.url));

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'plonk-verifier-'))));
after(() => rm(folder, { recursive: true }));

const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(chain, 'plonk-verifier.mjs'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

async function keyFile(content) {
  const path = join(folder, 'verification_key.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const made = () => join(folder, 'made');

test('makes the verifier once, under the hash of the key, and prints where it is', async () => {
  const key = await keyFile(verificationKey);
  const sha256 = createHash('sha256').update(await readFile(key)).digest('hex');
  const path = join(made(), `${sha256}.json`);
  assert.deepEqual(run(key, made()), { status: 0, stdout: `${path}\n`, stderr: '' });

  const artifact = JSON.parse(await readFile(path, 'utf8'));
  assert.equal(artifact.verificationKeySha256, sha256);
  assert.equal(artifact.signalCount, 2);
  assert.match(artifact.generator, /^snarkjs 0\.7\.\d+$/);
  assert.match(artifact.bytecode, /^0x[0-9a-f]{1000,}$/);

  const { mtimeMs } = await stat(path);
  assert.deepEqual(run(key, made()), { status: 0, stdout: `${path}\n`, stderr: '' });
  assert.equal((await stat(path)).mtimeMs, mtimeMs);

  await writeFile(path, '{"bytecode":');
  assert.equal(run(key, made()).status, 0);
  assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), artifact);
});

for (const [what, content, complaint] of [
  ['is no JSON', '{', /JSON/],
  ['is null', 'null', /protocol is not "plonk"/],
  ['is of another proof system', { ...verificationKey, protocol: 'groth16' }, /protocol is not "plonk"/],
  ['is of another curve', { ...verificationKey, curve: 'bls12381' }, /curve is not "bn128"/],
  ['has no public signals', { ...verificationKey, nPublic: 0 }, /nPublic is not a whole number from 1 to 240/],
  ['has its number of signals as text', { ...verificationKey, nPublic: '2' }, /nPublic is not a whole number/],
  ['has a power that no domain has', { ...verificationKey, power: 29 }, /power is not a whole number from 1 to 28/],
  ['lacks a point', { ...verificationKey, S2: undefined }, /S2 is not an array of 3/],
  ['has a point that is half', { ...verificationKey, X_2: [['1'], ['2'], ['3']] }, /X_2\[0\] is not an array of 2/],
  ['has Solidity in it', { ...verificationKey, k1: '2; } function f() {' }, /k1 is not a decimal number in quotes/],
  ['has a number out of range', { ...verificationKey, w: '9'.repeat(78) }, /Type int_const .* not .* uint256/s],
  ['has more signals than fit a contract', { ...verificationKey, nPublic: 241 }, /nPublic is not a whole number from 1 to 240/],
]) {
  test(`makes nothing of a key that ${what}`, async () => {
    const before = await readdir(folder, { recursive: true });
    const key = await keyFile(content);
    const { status, stdout, stderr } = run(key, made());
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, complaint);
    assert.match(stderr, /^No plonk verifier was made of /);
    assert.deepEqual((await readdir(folder, { recursive: true })).sort(), [...new Set([...before, 'verification_key.json'])].sort());
  });
}

test('says which file is missing, and how it is used', () => {
  const missing = run(join(folder, 'missing.json'), made());
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /ENOENT.*missing\.json/);
  assert.match(run().stderr, /^usage: /);
});
