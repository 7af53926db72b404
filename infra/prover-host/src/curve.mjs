import { curves } from "snarkjs";

/**
 * Builds the curve once, for every later job. snarkjs looks for it in a global of its own before it builds another,
 * and only for callers that do not ask for a single thread; so one that is single-threaded is put there by hand.
 * @param {boolean} singleThread no worker threads: less memory, one core
 */
export async function warmCurve(singleThread) {
  const curve = await curves.getCurveFromName("bn128", { singleThread });
  globalThis.curve_bn128 = curve;
  return curve;
}
