import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ChainError } from './chain-error.mjs';

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 3_000;
const CALL_TIMEOUT_MS = 30_000;
const EXIT_REPORT_MS = 500;
const PLATFORM_NAMES = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURE_NAMES = { x64: 'amd64', arm64: 'arm64' };

// Becomes anvil (exec keeps the process id) after leaving a guard behind that kills it when pipe 3 closes without a
// line: that is how this process ends when it is killed with SIGKILL and cannot clean up.
const GUARDED_EXEC = '( read -r released <&3 || kill -KILL $$ ) >/dev/null 2>&1 & exec "$@" 3<&-';

/** The native binary of the npm package, whether or not its install script ran. */
function anvilBinary() {
  const name = `@foundry-rs/anvil-${PLATFORM_NAMES[process.platform]}-${ARCHITECTURE_NAMES[process.arch]}`;
  const require = createRequire(import.meta.url);
  try {
    return require.resolve(`${name}/bin/anvil`);
  } catch {
    const platform = `${process.platform} ${process.arch}`;
    throw new ChainError(`anvil for ${platform} is not installed (${name}): run npm ci in infra/`);
  }
}

/** One anvil process, from start to stop. */
export class Anvil {
  /** Resolves with {chainId} once the chain answers; never, when it dies first. */
  ready;
  /** Rejects with a ChainError when anvil ends without having been told to; never resolves. */
  died;
  /** "http://127.0.0.1:PORT", known once ready. */
  url;
  #process;
  #exited;
  #stopping = false;
  #lastWords = '';

  /** @param {{port: number, blockTime?: number, loadState?: string}} options */
  constructor({ port, blockTime, loadState }) {
    const args = ['--host', '127.0.0.1', '--port', String(port)];
    if (blockTime !== undefined) args.push('--block-time', String(blockTime));
    if (loadState) args.push('--load-state', loadState);

    // Its own session: Ctrl-C in a terminal must reach us alone, for we save the state before anvil may go.
    this.#process = spawn('/bin/sh', ['-c', GUARDED_EXEC, 'sh', anvilBinary(), ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    // The guard may be gone before us; writing to it then is no failure of ours.
    this.#process.stdio[3].on('error', () => {});
    this.#process.stderr.setEncoding('utf8').on('data', (text) => {
      this.#lastWords = (this.#lastWords + text).slice(-2000);
    });

    this.#exited = new Promise((resolve) => {
      this.#process.once('error', (error) => resolve(error.message));
      this.#process.once('exit', (code, signal) => {
        this.#process.stdio[3].end('released\n');
        resolve(signal ? `killed by ${signal}` : `exit code ${code}`);
      });
    });
    this.died = this.#exited.then((how) => (this.#stopping ? new Promise(() => {}) : this.#explain(how)));
    this.ready = this.#waitUntilReady();
    // Both are raced by the owner, who may have left already when they fail.
    this.died.catch(() => {});
    this.ready.catch(() => {});
  }

  async #waitUntilReady() {
    const announcement = new Promise((resolve) => {
      // Read to the end, announcement or not: a full pipe would stop the chain.
      createInterface({ input: this.#process.stdout }).on('line', (line) => {
        const match = /^Listening on (127\.0\.0\.1:\d+)/.exec(line);
        if (match) resolve(`http://${match[1]}`);
      });
    });
    let timer;
    const timeout = new Promise((_, reject) => {
      timer = setTimeout(
        () => reject(new ChainError(`anvil did not answer within ${READY_TIMEOUT_MS / 1000} s`)),
        READY_TIMEOUT_MS,
      );
    });
    try {
      this.url = await Promise.race([announcement, timeout]);
      return { chainId: Number(await Promise.race([this.call('eth_chainId'), timeout])) };
    } finally {
      clearTimeout(timer);
    }
  }

  #explain(how) {
    const reason = this.#lastWords.trim().split('\n').filter(Boolean).slice(-3).join(' / ');
    const when = this.url ? 'died' : 'could not start';
    throw new ChainError(`anvil ${when} (${how})${reason ? `: ${reason}` : ''}`);
  }

  /** One JSON-RPC call. Throws a ChainError when the chain does not answer within 30 s or answers with an error. */
  async call(method, params = []) {
    const { result, error } = await this.#post({ jsonrpc: '2.0', id: 1, method, params });
    if (error) throw new ChainError(`anvil refused ${method}: ${error.message}`);
    return result;
  }

  async #post(request) {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      return await response.json();
    } catch (error) {
      // The connection breaks a moment before the exit is reported, and the exit says more.
      await Promise.race([this.died, delay(EXIT_REPORT_MS)]);
      throw new ChainError(`anvil does not answer ${request.method}: ${error.cause?.message ?? error.message}`);
    }
  }

  /** Ends anvil, politely first; returns when it is gone. */
  async stop() {
    this.#stopping = true;
    this.#process.kill('SIGTERM');
    const kill = setTimeout(() => this.#process.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(kill);
  }
}
