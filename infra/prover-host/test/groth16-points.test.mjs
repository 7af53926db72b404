import assert from "node:assert/strict";
import { test } from "node:test";
import { curves } from "snarkjs";
import { findBadPoint } from "../src/proof-systems/groth16-points.mjs";

test("a point on the curve but outside the subgroup of order r is refused, as EIP-197 does", async () => {
  const curve = await curves.getCurveFromName("bn128", { singleThread: true });
  const g1 = [...curve.G1.toObject(curve.G1.g)].map(String);
  const good = curve.G2.toObject(curve.G2.g).map((pair) => pair.map(String));
  const proof = (pi_b) => ({ protocol: "groth16", curve: "bn128", pi_a: g1, pi_b, pi_c: g1 });

  assert.equal(findBadPoint(curve, proof(good)), undefined);
  assert.equal(findBadPoint(curve, proof(pointOutsideSubgroup(curve))), "pi_b is not in the subgroup of order r");
});

/** G2's curve has a cofactor of 254 bits: the first point that comes is all but certainly outside the subgroup. */
function pointOutsideSubgroup({ G2, F2, F1 }) {
  for (let x = 1; ; x++) {
    const coordinate = F2.fromObject([BigInt(x), 0n]);
    const square = F2.add(F2.mul(F2.square(coordinate), coordinate), G2.b);
    const root = F2.sqrt(square);
    if (!root || !F2.eq(F2.square(root), square)) continue;
    return [F2.toObject(coordinate).map(String), F2.toObject(root).map(String), [String(F1.toObject(F1.one)), "0"]];
  }
}
