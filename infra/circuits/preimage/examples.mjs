// Writes examples.json: inputs of the circuit with their right hashes. node examples.mjs
//
// The hash comes out of a circuit made here that only computes it, so the examples do not depend on the circuit that
// they are for.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { WitnessGenerator } from "../../prover-host/src/witness-generator.mjs";
import { compile } from "../toolchain/compile.mjs";

const HASH_CIRCUIT = `pragma circom 2.1.0;
include "circomlib/circuits/poseidon.circom";
component main = Poseidon(2);
`;

// small ones, and the two largest field elements
const PREIMAGES = [
  [1n, 2n],
  [3n, 5n],
  [2024n, 7n],
  [123456789n, 987654321n],
  [0n, 0n],
  [
    21888242871839275222246405745257275088548364400416034343698204186575808495616n,
    21888242871839275222246405745257275088548364400416034343698204186575808495615n,
  ],
];

const folder = path.dirname(fileURLToPath(import.meta.url));
const build = path.join(folder, "build");
const source = path.join(build, "poseidon_hash.circom");
await mkdir(build, { recursive: true });
await writeFile(source, HASH_CIRCUIT);
const generator = await WitnessGenerator.compile(await readFile((await compile(source, build)).wasm));

const examples = [];
for (const preimage of PREIMAGES) {
  const witness = await generator.run([["inputs", preimage]]);
  examples.push({ preimage: preimage.map(String), hash: String(outputOf(witness)) });
}
await writeFile(path.join(folder, "examples.json"), `${JSON.stringify(examples, null, 2)}\n`);

/** Element 1 of a witness is the first output; elements are the last section of the file, 32 bytes each. */
function outputOf(witness) {
  const elementsAt = 12 + 12 + 8 + 32 + 12;
  const bytes = witness.slice(elementsAt + 32, elementsAt + 64).reverse();
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}
