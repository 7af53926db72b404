import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { lockStateFile } from '../local-chain/state-lock.mjs';
import { SCRIPT, eventually, isAnswering, rpc, startLocalChain, stopAll, transact } from './support/local-chain.mjs';

let folder;
let count = 0;
const newStatePath = () => join(folder, String(count++), 'deep', 'chain.json');

before(async () => (folder = await mkdtemp(join(tmpdir(), 'local-chain-'))));
after(async () => {
  await stopAll();
  await rm(folder, { recursive: true });
});

/** Starts a chain on the state file and checks that it knows the transaction; returns the running chain. */
async function assertRemembers(state, hash) {
  const chain = startLocalChain('--state', state);
  const { rpc_url } = await chain.ready;
  const receipt = await rpc(rpc_url, 'eth_getTransactionReceipt', [hash]);
  assert.equal(receipt?.status, '0x1', 'the receipt survived');
  assert.equal(await rpc(rpc_url, 'eth_getBalance', ['0x00000000000000000000000000000000000000aa', 'latest']), '0x1');
  assert.equal(await rpc(rpc_url, 'eth_blockNumber'), '0x1');
  return chain;
}

test('keeps the chain between two orderly runs', async () => {
  const state = newStatePath();
  const chain = startLocalChain('--state', state);
  const { transactionHash: hash } = await transact((await chain.ready).rpc_url);
  await chain.closeStdin();
  assert.equal(chain.stderr, '');
  await (await assertRemembers(state, hash)).closeStdin();
});

test('keeps mining on from the block where it stopped, over several runs', async () => {
  const state = newStatePath();
  for (let run = 1; run <= 3; run++) {
    const chain = startLocalChain('--state', state);
    const { rpc_url } = await chain.ready;
    await transact(rpc_url);
    assert.equal(Number(await rpc(rpc_url, 'eth_blockNumber')), run);
    assert.equal((await chain.closeStdin()).code, 0);
  }
});

test('loses nothing when its parent is killed with SIGKILL', async () => {
  const state = newStatePath();
  const spawnFromArguments =
    "require('child_process').spawn(process.execPath, process.argv.slice(1), {stdio: ['pipe', 'inherit', 'inherit']})";
  const parent = spawn(process.execPath, ['-e', spawnFromArguments, SCRIPT, '--state', state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), 'line');
  const { rpc_url } = JSON.parse(line);
  const { transactionHash: hash } = await transact(rpc_url);
  parent.kill('SIGKILL');
  // Started at once: the chain of the dead parent may still be saving.
  await (await assertRemembers(state, hash)).closeStdin();
  assert.equal(await isAnswering(rpc_url), false);
});

test('has a new block on disk within about a second, so that SIGKILL loses no more', async () => {
  const state = newStatePath();
  const chain = startLocalChain('--state', state);
  const { transactionHash: hash } = await transact((await chain.ready).rpc_url);
  const isSaved = async () => (await readFile(state, 'utf8').catch(() => '')).includes(hash.slice(2));
  await eventually(isSaved, 'the transaction is on disk', 2_000); // twice the promise: machines that run tests are busy
  await chain.kill('SIGKILL');
  await (await assertRemembers(state, hash)).closeStdin();
});

test('a second chain on the same file waits until the first has saved', async () => {
  const state = newStatePath();
  const first = startLocalChain('--state', state);
  const { rpc_url } = await first.ready;
  const second = startLocalChain('--state', state);
  const { transactionHash: hash } = await transact(rpc_url);
  await first.closeStdin();
  const url = (await second.ready).rpc_url;
  assert.equal((await rpc(url, 'eth_getTransactionReceipt', [hash])).status, '0x1');
  await second.closeStdin();
});

test('gives up on a file that stays in use, naming it', async () => {
  const state = newStatePath();
  const chain = startLocalChain('--state', state);
  await chain.ready;
  await assert.rejects(lockStateFile(state, 100), { message: `${state} is in use by another local chain` });
  await chain.closeStdin();
});

test('whoever waits for the file gets it when it is free', async () => {
  const state = newStatePath();
  const held = await lockStateFile(state, 0);
  const waiting = lockStateFile(state);
  await assert.rejects(lockStateFile(state, 0), /in use/);
  held.release();
  (await waiting).release();
});

test('the lock of a chain that was killed with SIGKILL is free at once', async () => {
  const state = newStatePath();
  const chain = startLocalChain('--state', state);
  await chain.ready;
  await chain.kill('SIGKILL');
  (await lockStateFile(state, 0)).release();
});

const valid = { block: { number: '0x0' }, accounts: {} };
for (const [what, content] of [
  ['is empty', ''],
  ['was cut off', JSON.stringify(valid).slice(0, -4)],
  ['is JSON of another kind', '[1, 2]'],
  ['has the right outline only', JSON.stringify(valid)],
]) {
  test(`exits 1 naming the state file when it ${what}, and leaves it as it is`, async () => {
    const state = join(folder, `corrupt-${count++}.json`);
    await writeFile(state, content);
    const chain = startLocalChain('--state', state);
    assert.equal((await chain.exited).code, 1);
    assert.match(chain.stderr, /^local-chain: .+\n$/);
    assert.ok(chain.stderr.includes(state), chain.stderr);
    assert.equal(await readFile(state, 'utf8'), content);
  });
}

test('does not mind what a kill in the middle of saving left', async () => {
  const state = newStatePath();
  const chain = startLocalChain('--state', state);
  const { transactionHash: hash } = await transact((await chain.ready).rpc_url);
  await chain.closeStdin();
  await writeFile(`${state}.new`, '{"block":');
  await (await assertRemembers(state, hash)).closeStdin();
});

test('exits 1 when the folder of the state file cannot be made', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const chain = startLocalChain('--state', join(file, 'chain.json'));
  assert.equal((await chain.exited).code, 1);
  assert.match(chain.stderr, /^local-chain: cannot create the folder of .+\n$/);
});
