import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { HostError } from "./host-error.mjs";

/** What a file that is not there, or is none, fails with; anything else may pass. */
const NOT_THERE = new Set(["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG"]);

/** Keeps what was made of circuit files in memory, for as many files as are likely to be in use. */
export class ArtifactCache {
  #entries = new Map();
  #capacity;

  /** @param {number} capacity number of files kept; the one unused for longest goes first */
  constructor(capacity) {
    this.#capacity = capacity;
  }

  /**
   * @template T
   * @param {{path: string, sha256: string} | undefined} artifact a file and the hash that it must have
   * @param {string} role for messages, for example `zkey`
   * @param {(bytes: Uint8Array) => T | Promise<T>} prepare makes of the file what is kept
   * @returns {Promise<T>}
   */
  async get(artifact, role, prepare) {
    if (typeof artifact?.path !== "string" || typeof artifact.sha256 !== "string")
      throw new HostError("invalid_artifact", `the request names no '${role}' artifact with path and sha256`);

    const key = `${role}:${artifact.sha256}`;
    const value = this.#entries.has(key) ? this.#entries.get(key) : await load(artifact, role, prepare);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#capacity) this.#entries.delete(this.#entries.keys().next().value);
    return value;
  }
}

async function load(artifact, role, prepare) {
  const name = `the ${role} artifact '${path.basename(artifact.path)}'`;
  let bytes;
  try {
    bytes = await readFile(artifact.path);
  } catch (error) {
    const code = NOT_THERE.has(error.code) ? "invalid_artifact" : "artifact_unavailable";
    throw new HostError(code, `${name} cannot be read (${error.code})`);
  }

  if (createHash("sha256").update(bytes).digest("hex") !== artifact.sha256)
    throw new HostError("invalid_artifact", `${name} does not have the SHA-256 of the circuit's manifest`);

  try {
    return await prepare(bytes);
  } catch (error) {
    if (error instanceof HostError) throw error;
    throw new HostError("invalid_artifact", `${name} is not what it should be (${error.constructor.name})`);
  }
}
