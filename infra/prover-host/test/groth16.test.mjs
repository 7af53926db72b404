import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { HostProcess } from "./support/host-process.mjs";
import { artifacts, examples, prove, verify } from "./support/preimage.mjs";

const ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
let host;
let folder;
let finished;

before(async () => {
  host = new HostProcess();
  folder = mkdtempSync(path.join(tmpdir(), "proofsaga-"));
  finished = (await host.request(prove("first", examples[0]))).result;
});

after(async () => {
  rmSync(folder, { recursive: true });
  await host.close();
});

/** An artifact with other content, and the hash of that content. */
function changedArtifact(role, edit) {
  const content = edit(readFileSync(artifacts[role].path));
  const file = path.join(folder, role);
  writeFileSync(file, content);
  return { [role]: { path: file, sha256: createHash("sha256").update(content).digest("hex") } };
}

test("the proof of every example verifies, and its public signal is the hash", async () => {
  for (const [index, inputs] of examples.entries()) {
    const { result } = await host.request(prove(`prove ${index}`, inputs));
    assert.deepEqual(result.public_signals, [inputs.hash]);
    assert.deepEqual((await host.request(verify(`verify ${index}`, result))).result, { valid: true });
  }
});

test("inputs that break a constraint fail for good, at a named place, without their values", async () => {
  // long enough not to be found in the digits of a proof by chance
  const secret = "31337313373133731337";
  const { ok, error } = await host.request(prove("broken", { preimage: [secret, "2"], hash: "5" }));
  assert.equal(ok, false);
  assert.equal(error.code, "constraint_unsatisfied");
  assert.match(error.message, /^a constraint of the circuit is not satisfied: template Preimage_\d+, line \d+$/);
  assert.ok(!host.lines.join().includes(secret) && !host.errors.includes(secret));
});

test("a witness that breaks the constraint system is found although the generator asserts nothing", async () => {
  const other = changedArtifact("r1cs", (bytes) => {
    bytes[firstCoefficientAt(bytes)] ^= 1;
    return bytes;
  });
  const { error } = await host.request(prove("r1cs", examples[0], other));
  assert.equal(error.code, "constraint_unsatisfied");
  assert.match(error.message, /constraint \d+$/);
});

test("a proof that does not verify never leaves the host", async () => {
  const other = changedArtifact("verification_key", (bytes) => {
    const key = JSON.parse(bytes);
    key.IC.reverse();
    return JSON.stringify(key);
  });
  const { error } = await host.request(prove("key", examples[0], other));
  assert.equal(error.code, "constraint_unsatisfied");
  assert.match(error.message, /does not verify: the pairing equation does not hold/);
});

for (const [name, inputs] of Object.entries({
  "null": null,
  "an array": ["1", "2"],
  "nothing": {},
  "a missing input": { preimage: ["1", "2"] },
  "an unknown input": { ...examples[0], salt: "1" },
  "__proto__": JSON.parse('{"preimage": ["1", "2"], "hash": "1", "__proto__": "1"}'),
  "too few elements": { ...examples[0], preimage: ["1"] },
  "too many elements": { ...examples[0], preimage: ["1", "2", "3"] },
  "a million elements": { ...examples[0], preimage: new Array(1_000_000).fill("1") },
  "a number": { ...examples[0], hash: 1 },
  "hexadecimal": { ...examples[0], hash: "0x1" },
  "white space": { ...examples[0], hash: "1 " },
  "the order of the field": { ...examples[0], hash: String(ORDER) },
  "a million digits": { ...examples[0], hash: "1".repeat(1_000_000) },
  "deep nesting": { ...examples[0], hash: JSON.parse("[".repeat(2000) + "]".repeat(2000)) },
}))
  test(`${name} as inputs is refused for good, and the next proof works`, async () => {
    const { error } = await host.request(prove("hostile", inputs));
    assert.equal(error.code, "invalid_inputs");
    assert.equal((await host.request(prove("next", examples[0]))).ok, true);
  });

test("an artifact that is not the one of the manifest is refused", async () => {
  const wasm = { ...artifacts.wasm, sha256: "0".repeat(64) };
  const { error } = await host.request(prove("hash", examples[0], { wasm }));
  assert.equal(error.code, "invalid_artifact");
});

test("a wasm that is no witness generator is refused", async () => {
  const empty = changedArtifact("wasm", () => Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]));
  const { error } = await host.request(prove("wasm", examples[0], empty));
  assert.equal(error.code, "invalid_artifact");
});

for (const [name, edit] of Object.entries({
  "a changed coordinate": ({ proof }) => (proof.pi_a[0] = "5"),
  "a coordinate beyond the field": ({ proof }) => (proof.pi_a[0] = String(BigInt(proof.pi_a[0]) + ORDER * 2n)),
  "a projective point": ({ proof }) => (proof.pi_a[2] = "2"),
  "the point at infinity": ({ proof }) => (proof.pi_a = ["0", "1", "0"]),
  "exchanged points": ({ proof }) => ([proof.pi_a, proof.pi_c] = [proof.pi_c, proof.pi_a]),
  "another protocol": ({ proof }) => (proof.protocol = "plonk"),
  "no point": ({ proof }) => delete proof.pi_b,
  "a changed public signal": (result) => (result.public_signals = ["5"]),
  "a public signal plus the field's order": (result) =>
    (result.public_signals = [String(BigInt(result.public_signals[0]) + ORDER)]),
  "no public signal": (result) => (result.public_signals = []),
  "one public signal too many": (result) => result.public_signals.push("0"),
}))
  test(`a proof with ${name} is invalid`, async () => {
    const changed = structuredClone(finished);
    edit(changed);
    const { ok, result } = await host.request(verify("changed", changed));
    assert.equal(ok, true);
    assert.equal(result.valid, false);
    assert.equal(typeof result.reason, "string");
  });

/** In the r1cs format: magic, version, number of sections, then each section with its id and length. */
function firstCoefficientAt(bytes) {
  let at = 12;
  while (bytes.readUInt32LE(at) !== 2) at += 12 + Number(bytes.readBigUInt64LE(at + 4));
  const terms = at + 12;
  assert.ok(bytes.readUInt32LE(terms) > 0);
  return terms + 8;
}
