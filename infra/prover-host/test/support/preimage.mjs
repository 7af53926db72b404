import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../circuits/preimage", import.meta.url));
const readJson = (name) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));

/** The shipped examples: inputs with their right hashes. */
export const examples = readJson("examples.json");

/** The groth16 artifacts of the shipped circuit, as a request names them. */
export const artifacts = Object.fromEntries(
  Object.entries(readJson("circuit.json").proof_systems[0].artifacts).map(([role, artifact]) => [
    role,
    { ...artifact, path: path.join(folder, artifact.path) },
  ]),
);

export const prove = (id, inputs, changed = {}) => ({
  id,
  verb: "prove",
  proof_system: "groth16",
  artifacts: { ...artifacts, ...changed },
  inputs,
});

export const verify = (id, { proof, public_signals }) => ({
  id,
  verb: "verify",
  proof_system: "groth16",
  artifacts,
  proof,
  public_signals,
});
