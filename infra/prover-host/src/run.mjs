import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { ArtifactCache } from "./artifact-cache.mjs";
import { warmCurve } from "./curve.mjs";
import { placesOf } from "./host-error.mjs";
import { serve } from "./host.mjs";
import { takeStandardOutput } from "./output.mjs";

/** A circuit has up to four files. */
const CACHED_ARTIFACTS = 16;
const OWNER_WATCH_INTERVAL_MS = 1000;

/**
 * The whole life of a prover host process.
 * @param {(curve: object, cache: ArtifactCache) => object[]} createProofSystems
 */
export async function run(createProofSystems) {
  const send = takeStandardOutput();
  const log = (line) => process.stderr.write(`${line}\n`);
  const die = (error) => {
    log(`fatal: ${error?.constructor?.name}\n${placesOf(error).join("\n")}`);
    process.exit(1);
  };
  process.on("uncaughtException", die);
  process.on("unhandledRejection", die);
  // Ctrl-C and service managers signal every process of a group; who owns us may still want the job's answer, and ends
  // us by closing our input, or by SIGKILL
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

  const { values } = parseArgs({
    options: {
      "single-thread": { type: "boolean", default: false },
      // a process may be orphaned before it can ask who its parent is, so it is told
      owner: { type: "string", default: String(process.ppid) },
    },
  });
  watchOwner(Number(values.owner));

  const curve = await warmCurve(values["single-thread"]);
  const proofSystems = createProofSystems(curve, new ArtifactCache(CACHED_ARTIFACTS));

  await serve({ proofSystems, input: process.stdin, send, log });
  process.exit(0);
}

function watchOwner(owner) {
  const workerData = { owner, parent: process.ppid, intervalMs: OWNER_WATCH_INTERVAL_MS };
  new Worker(new URL("./owner-watch.mjs", import.meta.url), { workerData }).unref();
}
