// Builds the artifacts of one circuit: node build.mjs <circuit>
//
// <circuit>/<circuit>.circom → witness generator (wasm), constraint system (r1cs), proving key (zkey), verification
// key, and their SHA-256 in <circuit>/circuit.json. The keys come from a DEVELOPMENT ceremony, see README.md.
// Artifacts are committed, so nobody runs this but who changes a circuit. Each run makes different keys.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DEVELOPMENT_CEREMONY, makeDevelopmentKeys } from "./toolchain/ceremony.mjs";
import { compile } from "./toolchain/compile.mjs";
import { installArtifacts } from "./toolchain/manifest.mjs";

const name = process.argv[2] ?? "";
const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), name);
const source = path.join(folder, `${name}.circom`);

if (!/^[a-z0-9-]+$/.test(name) || !existsSync(source) || !existsSync(path.join(folder, "circuit.json"))) {
  console.error("usage: node build.mjs <circuit>, where <circuit>/ holds <circuit>.circom and circuit.json");
  process.exit(2);
}

console.log(`DEVELOPMENT CEREMONY for '${name}'\n${DEVELOPMENT_CEREMONY}\n`);
console.log("compiling");
const buildFolder = path.join(folder, "build");
const { wasm, r1cs } = await compile(source, buildFolder);
const { zkey, verificationKey } = await makeDevelopmentKeys(r1cs, buildFolder, (step) => console.log(step));

const installed = await installArtifacts(
  folder,
  "groth16",
  { wasm, zkey, verification_key: verificationKey, r1cs },
  DEVELOPMENT_CEREMONY,
);
for (const { path: file, sha256 } of Object.values(installed)) console.log(`${sha256}  ${file}`);
