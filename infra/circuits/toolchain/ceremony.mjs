import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { curves, powersOfTau, r1cs, zKey } from "snarkjs";

/** What manifests and output say of keys made here. */
export const DEVELOPMENT_CEREMONY =
  "development: one machine made every contribution (powers of tau and phase 2), so whoever ran it could forge " +
  "proofs. Not for production: replace the zkey and the verification key by those of a real ceremony.";

/**
 * Makes a Groth16 proving key and its verification key in a small development ceremony.
 * @param {string} r1csPath the constraint system
 * @param {string} folder where intermediate files go
 * @param {(step: string) => void} report hears of each step
 * @returns {Promise<{zkey: string, verificationKey: string}>} paths of the keys, both checked
 */
export async function makeDevelopmentKeys(r1csPath, folder, report) {
  const file = (name) => path.join(folder, name);
  const curve = await curves.getCurveFromName("bn128");
  try {
    const power = await powerFor(r1csPath);
    report(`powers of tau, 2^${power}`);
    await powersOfTau.newAccumulator(curve, power, file("tau_0.ptau"));
    await powersOfTau.contribute(file("tau_0.ptau"), file("tau_1.ptau"), "development", entropy());
    await powersOfTau.preparePhase2(file("tau_1.ptau"), file("tau_final.ptau"));

    report("phase 2");
    await zKey.newZKey(r1csPath, file("tau_final.ptau"), file("phase2_0.zkey"));
    await zKey.contribute(file("phase2_0.zkey"), file("phase2_1.zkey"), "development", entropy());

    report("checking the keys");
    if (!(await zKey.verifyFromR1cs(r1csPath, file("tau_final.ptau"), file("phase2_1.zkey"))))
      throw new Error("snarkjs does not find the new zkey consistent with its constraint system and powers of tau");
    await writeVerificationKey(file("phase2_1.zkey"), file("verification_key.json"));
  } finally {
    await curve.terminate();
  }
  return { zkey: file("phase2_1.zkey"), verificationKey: file("verification_key.json") };
}

/**
 * Refuses a Groth16 verification key whose gamma and delta are one point: nobody contributed to its phase 2, and then
 * anyone can turn a proof of one statement into a proof of any other.
 * @param {{vk_gamma_2: unknown, vk_delta_2: unknown}} key
 */
export function refuseKeyWithoutContribution(key) {
  if (!key.vk_gamma_2 || JSON.stringify(key.vk_gamma_2) === JSON.stringify(key.vk_delta_2))
    throw new Error("vk_gamma_2 equals vk_delta_2: the key has no phase 2 contribution, its proofs can be forged");
}

/** Exports the verification key of a zkey, unless it is one that must be refused. */
export async function writeVerificationKey(zkeyPath, targetPath) {
  const key = await zKey.exportVerificationKey(zkeyPath);
  refuseKeyWithoutContribution(key);
  await writeFile(targetPath, `${JSON.stringify(key, null, 2)}\n`);
}

/** The smallest powers of tau that Groth16 can use for the circuit: 2^power > constraints + public signals. */
async function powerFor(r1csPath) {
  const { nConstraints, nOutputs, nPubInputs } = await r1cs.info(r1csPath);
  return Math.max(3, Math.ceil(Math.log2(nConstraints + nOutputs + nPubInputs + 2)));
}

/** snarkjs mixes this with randomness of its own. */
const entropy = () => randomBytes(64).toString("hex");
