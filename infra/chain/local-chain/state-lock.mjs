import { createHash } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChainError } from './chain-error.mjs';

const WAIT_MS = 15_000;
const RETRY_MS = 50;

/**
 * Reserves a state file for this process, waiting (15 s by default) for another one that is still saving to it.
 * The lock is a socket in Linux's abstract namespace (unix(7)): the kernel gives it up when its holder dies, however
 * it dies, so there is no stale lock to recognise and no file to remove. It is seen by the processes of one network
 * namespace, so do not share a state file between containers.
 * Creates the file's folders.
 *
 * @param {string} path absolute path of the state file
 * @param {number} waitMs 0: do not wait
 * @returns {Promise<{release: () => void}>}
 * @throws {ChainError} the file stayed in use, its folder cannot be made, or the system has no such sockets
 */
export async function lockStateFile(path, waitMs = WAIT_MS) {
  if (process.platform !== 'linux') throw new ChainError('--state works on Linux only');
  let folder;
  try {
    await mkdir(dirname(path), { recursive: true });
    folder = await realpath(dirname(path));
  } catch (error) {
    throw new ChainError(`cannot create the folder of ${path}: ${error.message}`);
  }
  const identity = createHash('sha256').update(join(folder, basename(path))).digest('hex');
  const name = `\0proofsaga-local-chain-${identity}`;
  const deadline = Date.now() + waitMs;
  for (;;) {
    const server = await listen(name);
    if (server) return { release: () => server.close() };
    if (Date.now() >= deadline) throw new ChainError(`${path} is in use by another local chain`);
    await delay(RETRY_MS);
  }
}

function listen(name) {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(name, () => resolve(server));
  });
}
