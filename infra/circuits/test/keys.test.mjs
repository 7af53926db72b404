import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { zKey } from "snarkjs";
import { refuseKeyWithoutContribution } from "../toolchain/ceremony.mjs";

const circuits = fileURLToPath(new URL("..", import.meta.url));
const names = readdirSync(circuits).filter((name) => existsSync(path.join(circuits, name, "circuit.json")));

test("a verification key without a phase 2 contribution is refused", () => {
  const point = [["1", "2"], ["3", "4"], ["1", "0"]];
  assert.throws(() => refuseKeyWithoutContribution({ vk_gamma_2: point, vk_delta_2: structuredClone(point) }), /forged/);
  assert.throws(() => refuseKeyWithoutContribution({}), /forged/);
});

for (const name of names) {
  const folder = path.join(circuits, name);
  const manifest = JSON.parse(readFileSync(path.join(folder, "circuit.json"), "utf8"));
  const groth16 = manifest.proof_systems.find((system) => system.name === "groth16");
  const read = (role) => readFileSync(path.join(folder, groth16.artifacts[role].path));

  test(`the artifacts of '${name}' are those of its manifest`, () => {
    for (const [role, { sha256 }] of Object.entries(groth16.artifacts))
      assert.equal(createHash("sha256").update(read(role)).digest("hex"), sha256, role);
  });

  test(`the keys of '${name}' belong together, have a contribution and say where they come from`, async () => {
    const key = JSON.parse(read("verification_key"));
    refuseKeyWithoutContribution(key);
    const ofZkey = await zKey.exportVerificationKey(new Uint8Array(read("zkey")));
    await globalThis.curve_bn128?.terminate();
    assert.deepEqual(JSON.parse(JSON.stringify(ofZkey)), key);
    assert.match(manifest.ceremony, /^development: /);
  });
}
