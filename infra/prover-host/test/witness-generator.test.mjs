import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, mock, test } from "node:test";
import { fileURLToPath } from "node:url";
import { compile } from "../../circuits/toolchain/compile.mjs";
import { WitnessGenerator } from "../src/witness-generator.mjs";

const CIRCUIT = `pragma circom 2.1.0;
template Inner() { signal input a; signal input b; log("the secret is", a); a * a === b; }
template Outer() { signal input secret; signal input square; component inner = Inner(); inner.a <== secret; inner.b <== square; }
component main {public [square]} = Outer();
`;

let generator;

before(async () => {
  const folder = fileURLToPath(new URL("../../circuits/build/talkative", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const source = path.join(folder, "talkative.circom");
  writeFileSync(source, CIRCUIT);
  generator = await WitnessGenerator.compile(readFileSync((await compile(source, folder)).wasm));
});

test("what a circuit logs goes nowhere", async () => {
  const prints = ["log", "error", "warn", "info"].map((method) => mock.method(console, method, () => {}));
  await generator.run([["secret", [12n]], ["square", [144n]]]);
  mock.restoreAll();
  assert.deepEqual(prints.map((print) => print.mock.callCount()), [0, 0, 0, 0]);
});

test("a broken constraint names its template and those around it, and no value", async () => {
  const inputs = [["secret", [31337n]], ["square", [5n]]];
  await assert.rejects(generator.run(inputs), (error) => {
    assert.equal(error.code, "constraint_unsatisfied");
    assert.match(error.message, /: template Inner_\d+, line 2, in template Outer_\d+, line 3$/);
    return !error.message.includes("31337");
  });
});

test("a failed run leaves the generator as it was", async () => {
  await assert.rejects(generator.run([["secret", [1n]], ["square", [5n]]]));
  const witness = await generator.run([["secret", [3n]], ["square", [9n]]]);
  assert.equal(Buffer.from(witness.subarray(0, 4)).toString(), "wtns");
});
