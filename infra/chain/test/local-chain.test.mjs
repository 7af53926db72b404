import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { after, test } from 'node:test';
import {
  childrenOf,
  eventually,
  isAnswering,
  rpc,
  startLocalChain,
  stopAll,
  transact,
} from './support/local-chain.mjs';

after(stopAll);

test('announces the chain in one line once it answers', async () => {
  const chain = startLocalChain();
  const { rpc_url, chain_id } = await chain.ready;
  assert.match(rpc_url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(Number(await rpc(rpc_url, 'eth_chainId')), chain_id);
  assert.equal(chain_id, 31337);
  await chain.closeStdin();
  assert.equal(chain.stdout, `${JSON.stringify({ rpc_url, chain_id })}\n`);
  assert.equal(chain.stderr, '');
});

test('two chains at once get different ports', async () => {
  const chains = [startLocalChain(), startLocalChain()];
  const [first, second] = await Promise.all(chains.map((chain) => chain.ready));
  assert.notEqual(first.rpc_url, second.rpc_url);
  await Promise.all(chains.map((chain) => chain.closeStdin()));
});

test('mines a transaction as it arrives', async () => {
  const chain = startLocalChain();
  const { rpc_url } = await chain.ready;
  assert.equal((await transact(rpc_url)).blockNumber, '0x1');
  await chain.closeStdin();
});

test('mines by the clock when a block time is given', async () => {
  const chain = startLocalChain('--block-time', '0.1');
  const { rpc_url } = await chain.ready;
  await eventually(async () => Number(await rpc(rpc_url, 'eth_blockNumber')) >= 2, 'two blocks without a transaction');
  await chain.closeStdin();
});

test('stops with exit code 0, and anvil with it, when stdin closes', async () => {
  const chain = startLocalChain();
  const { rpc_url } = await chain.ready;
  assert.deepEqual(await chain.closeStdin(), { code: 0, signal: null });
  assert.equal(await isAnswering(rpc_url), false);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  test(`stops with exit code 0, and anvil with it, on ${signal}`, async () => {
    const chain = startLocalChain();
    const { rpc_url } = await chain.ready;
    assert.deepEqual(await chain.kill(signal), { code: 0, signal: null });
    assert.equal(await isAnswering(rpc_url), false);
  });
}

test('stops when stdin closes before the chain is ready', async () => {
  const chain = startLocalChain();
  assert.deepEqual(await chain.closeStdin(), { code: 0, signal: null });
});

test('leaves no anvil behind when it is killed with SIGKILL', async () => {
  const chain = startLocalChain();
  const { rpc_url } = await chain.ready;
  await chain.kill('SIGKILL');
  await eventually(async () => !(await isAnswering(rpc_url)), 'anvil is gone');
});

test('exits 1 with one line when anvil dies', async () => {
  const chain = startLocalChain();
  await chain.ready;
  const [anvil] = await childrenOf(chain.process.pid);
  process.kill(anvil, 'SIGKILL');
  assert.equal((await chain.exited).code, 1);
  assert.equal(chain.stderr, 'local-chain: anvil died (killed by SIGKILL)\n');
});

test('exits 1 with one line when the port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const chain = startLocalChain('--port', String(server.address().port));
  assert.equal((await chain.exited).code, 1);
  assert.match(chain.stderr, /^local-chain: anvil could not start \(exit code 1\): .*already in use.*\n$/);
  assert.equal(chain.stdout, '');
  server.close();
});

test('listens on the port that was asked for', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const chain = startLocalChain('--port', String(port));
  assert.equal((await chain.ready).rpc_url, `http://127.0.0.1:${port}`);
  await chain.closeStdin();
});

for (const args of [
  ['--port', 'x'],
  ['--port', '70000'],
  ['--port', ''],
  ['--block-time', '0'],
  ['--state', ''],
  ['--bogus'],
]) {
  test(`exits 2 with the usage for the arguments ${JSON.stringify(args)}`, async () => {
    const chain = startLocalChain(...args);
    assert.equal((await chain.exited).code, 2);
    assert.match(chain.stderr, /^local-chain: .+\nusage: local-chain\.mjs .+\n$/);
  });
}
