import { groth16, wtns } from "snarkjs";
import { parseElement, SCALAR_ORDER } from "../field.mjs";
import { HostError } from "../host-error.mjs";
import { readInputs } from "../inputs.mjs";
import { WitnessGenerator } from "../witness-generator.mjs";
import { findBadPoint } from "./groth16-points.mjs";

/** Groth16 (https://eprint.iacr.org/2016/260) on BN254, by snarkjs. Artifacts: wasm, zkey, verification_key, r1cs. */
export class Groth16 {
  name = "groth16";
  #curve;
  #cache;

  constructor(curve, cache) {
    this.#curve = curve;
    this.#cache = cache;
  }

  /**
   * @param {{artifacts: object, inputs: unknown}} request
   * @param {(step: string) => void} report
   */
  async prove({ artifacts, inputs }, report) {
    const elements = readInputs(inputs);

    report("load");
    const generator = await this.#cache.get(artifacts.wasm, "wasm", WitnessGenerator.compile);
    const zkey = await this.#cache.get(artifacts.zkey, "zkey", asBytes);

    report("witness");
    const witness = await generator.run(elements);
    if (artifacts.r1cs) {
      report("witness_check");
      await checkWitness(await this.#cache.get(artifacts.r1cs, "r1cs", asBytes), witness);
    }

    report("prove");
    const { proof, publicSignals } = await groth16.prove(zkey, witness);

    // a witness that breaks a constraint which the generator does not assert still gives a proof, but a wrong one
    report("self_check");
    const { valid, reason } = await this.verify({ artifacts, proof, public_signals: publicSignals });
    if (!valid) throw new HostError("constraint_unsatisfied", `the finished proof does not verify: ${reason}`);
    return { proof, public_signals: publicSignals };
  }

  /** @param {{artifacts: object, proof: unknown, public_signals: unknown}} request */
  async verify({ artifacts, proof, public_signals: publicSignals }) {
    const key = await this.#cache.get(artifacts.verification_key, "verification_key", readVerificationKey);

    const reason = findBadSignal(publicSignals, key.nPublic) ?? findBadPoint(this.#curve, proof);
    if (reason) return { valid: false, reason };
    return (await groth16.verify(key, publicSignals, proof))
      ? { valid: true }
      : { valid: false, reason: "the pairing equation does not hold" };
  }
}

const asBytes = (bytes) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readVerificationKey(bytes) {
  const key = JSON.parse(new TextDecoder().decode(bytes));
  if (key.protocol !== "groth16" || key.curve !== "bn128" || key.IC?.length !== key.nPublic + 1)
    throw new HostError("invalid_artifact", "the verification_key artifact is no groth16 key on bn128");
  return key;
}

async function checkWitness(r1cs, witness) {
  let place = "";
  const logger = {
    info: () => {},
    warn: (text) => {
      place = /at constraint (\d+)/.exec(text)?.[1] ?? place;
    },
  };
  if (!(await wtns.check(r1cs, witness, logger)))
    throw new HostError("constraint_unsatisfied", `a constraint of the circuit is not satisfied: constraint ${place}`);
}

/** snarkjs takes too few signals for zeros and does not mind too many. */
function findBadSignal(signals, expectedCount) {
  if (!Array.isArray(signals)) return "the public signals are not an array";
  if (signals.length !== expectedCount) return `there are ${signals.length} public signals, not ${expectedCount}`;
  const bad = signals.findIndex((signal) => parseElement(signal, SCALAR_ORDER) === undefined);
  return bad < 0 ? undefined : `public signal ${bad} is not a field element in decimal form`;
}
