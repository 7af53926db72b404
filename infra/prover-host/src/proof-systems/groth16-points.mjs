import { BASE_ORDER, parseElement, SCALAR_ORDER } from "../field.mjs";

/**
 * Checks that a Groth16 proof is three points of the right groups, each written in its only form (affine, decimal,
 * below the field's order). snarkjs checks the curve equation but neither the form nor that `pi_b` lies in the
 * subgroup of order r; EIP-197 demands both, so without this a proof could pass here and fail on chain.
 * @param {{G1: object, G2: object}} curve
 * @param {object} proof snarkjs' form
 * @returns {string | undefined} what is wrong
 */
export function findBadPoint(curve, proof) {
  if (proof === null || typeof proof !== "object") return "the proof is not an object";
  if (proof.protocol !== "groth16" || proof.curve !== "bn128") return "the proof is not groth16 on bn128";
  for (const name of ["pi_a", "pi_c"]) {
    if (!isG1(proof[name])) return `${name} is not an affine point of G1 in decimal form`;
    if (!curve.G1.isValid(curve.G1.fromObject(proof[name].map(BigInt)))) return `${name} is not on the curve`;
  }

  if (!isG2(proof.pi_b)) return "pi_b is not an affine point of G2 in decimal form";
  const b = curve.G2.fromObject(proof.pi_b.map((pair) => pair.map(BigInt)));
  if (!curve.G2.isValid(b)) return "pi_b is not on the curve";
  if (!curve.G2.isZero(curve.G2.timesScalar(b, SCALAR_ORDER))) return "pi_b is not in the subgroup of order r";
  return undefined;
}

const isCoordinate = (value) => parseElement(value, BASE_ORDER) !== undefined;
const isPair = (value) => Array.isArray(value) && value.length === 2 && value.every(isCoordinate);

const isG1 = (point) =>
  Array.isArray(point) && point.length === 3 && isCoordinate(point[0]) && isCoordinate(point[1]) && point[2] === "1";

const isG2 = (point) =>
  Array.isArray(point) &&
  point.length === 3 &&
  isPair(point[0]) &&
  isPair(point[1]) &&
  isPair(point[2]) &&
  point[2][0] === "1" &&
  point[2][1] === "0";
