import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ChainError } from './chain-error.mjs';

const SHORTEST_REST_MS = 250;
const LONGEST_REST_MS = 1_000;

/**
 * The file a chain is kept in between runs: anvil's own state format (`anvil --load-state` reads it).
 * We save it rather than anvil, because anvil writes in place and a kill in mid-write leaves half a file; here each
 * version is complete on disk before it takes the name.
 */
export class StateFile {
  /** Rejects when the state cannot be saved; never resolves. */
  failed;
  #path;
  #anvil;
  #savedBlock;
  #fail;
  #timer;
  #saving = Promise.resolve();

  /** @param {string} path absolute */
  constructor(path) {
    this.#path = path;
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => {});
  }

  /** The path when an earlier run left a state there. */
  pathIfPresent() {
    return existsSync(this.#path) ? this.#path : undefined;
  }

  /** Throws a ChainError that names the file when there is one and it is no chain state. */
  async check() {
    if (!this.pathIfPresent()) return;
    let state;
    try {
      state = JSON.parse(await readFile(this.#path, 'utf8'));
    } catch (error) {
      throw this.#corrupt(error.message);
    }
    if (typeof state !== 'object' || state === null || !state.block || !state.accounts)
      throw this.#corrupt('it has no block or no accounts');
  }

  #corrupt(reason) {
    return new ChainError(
      `${this.#path} is not a chain state (${reason}); restore it, or delete it to start an empty chain`,
    );
  }

  /**
   * Saves when there is a new block, looking a few times a second. A kill loses what came after the last save: less
   * than half a second usually; with a state so big that saving takes long, a second and the time of a save.
   */
  startSaving(anvil) {
    this.#anvil = anvil;
    this.#scheduleSave(0);
  }

  #scheduleSave(afterMs) {
    this.#timer = setTimeout(() => {
      this.#saving = this.#saveIfNew().then((tookMs) => {
        this.#scheduleSave(Math.min(Math.max(SHORTEST_REST_MS, 10 * tookMs), LONGEST_REST_MS));
      }, this.#fail);
    }, afterMs);
  }

  async #saveIfNew() {
    const started = performance.now();
    const block = await this.#anvil.call('eth_blockNumber');
    if (block === this.#savedBlock) return 0;
    await this.#save();
    this.#savedBlock = block;
    return performance.now() - started;
  }

  /** Stops the periodic saving and saves once more, so that an orderly stop loses no block. */
  async saveLast() {
    clearTimeout(this.#timer);
    await this.#saving;
    clearTimeout(this.#timer);
    await this.#save();
  }

  async #save() {
    const zipped = Buffer.from((await this.#anvil.call('anvil_dumpState')).slice(2), 'hex');
    const json = await promisify(gunzip)(zipped);
    const unfinished = `${this.#path}.new`;
    try {
      const file = await open(unfinished, 'w', 0o600);
      try {
        await file.writeFile(json);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, this.#path);
    } catch (error) {
      throw new ChainError(`cannot save the chain to ${this.#path}: ${error.message}`);
    }
  }
}
