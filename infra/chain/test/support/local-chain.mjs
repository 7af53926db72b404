import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const SCRIPT = fileURLToPath(new URL('../../local-chain.mjs', import.meta.url));

const started = new Set();

/** One run of local-chain.mjs, as a parent process sees it. */
export class LocalChain {
  stdout = '';
  stderr = '';

  constructor(args) {
    this.process = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    started.add(this);
    this.process.stdin.on('error', () => {}); // it may be gone already: that is what some tests are about
    this.process.stdout.setEncoding('utf8').on('data', (text) => (this.stdout += text));
    this.process.stderr.setEncoding('utf8').on('data', (text) => (this.stderr += text));
    const firstLine = once(createInterface({ input: this.process.stdout }), 'line');
    /** How it ended: {code, signal}. */
    this.exited = once(this.process, 'close').then(([code, signal]) => {
      started.delete(this);
      return { code, signal };
    });
    /** What it announces: {rpc_url, chain_id}. */
    this.ready = Promise.race([
      firstLine.then(([line]) => JSON.parse(line)),
      this.exited.then(({ code }) => Promise.reject(new Error(`local-chain ended with ${code}: ${this.stderr}`))),
    ]);
    this.ready.catch(() => {});
  }

  closeStdin() {
    this.process.stdin.end();
    return this.exited;
  }

  kill(signal) {
    this.process.kill(signal);
    return this.exited;
  }
}

export const startLocalChain = (...args) => new LocalChain(args);

/** For an `after` hook: ends what a failed test left. */
export async function stopAll() {
  await Promise.all([...started].map((chain) => chain.closeStdin()));
}

export async function rpc(url, method, params = []) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

export const isAnswering = (url) => rpc(url, 'eth_chainId').then(() => true, () => false);

/** Returns the first truthy answer of `fact`, asking again until the deadline. */
export async function eventually(fact, what, deadlineMs = 10_000) {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = await fact();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await delay(20);
  }
}

/** Sends one wei to `to` and returns the receipt once it is mined. */
export async function transact(url, to = '0x00000000000000000000000000000000000000aa') {
  const [from] = await rpc(url, 'eth_accounts');
  const hash = await rpc(url, 'eth_sendTransaction', [{ from, to, value: '0x1' }]);
  return eventually(() => rpc(url, 'eth_getTransactionReceipt', [hash]), `${hash} is mined`);
}

/** The process ids of anvil and its guard below a run. */
export async function childrenOf(pid) {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter(Boolean).map(Number);
}
