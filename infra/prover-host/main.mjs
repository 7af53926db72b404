// A warm prover: see README.md for what it reads and writes.
import { Groth16 } from "./src/proof-systems/groth16.mjs";
import { run } from "./src/run.mjs";

await run((curve, cache) => [new Groth16(curve, cache)]);
