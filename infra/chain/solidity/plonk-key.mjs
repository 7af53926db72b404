/** A verifier has about 5 700 bytes and 77 for each signal: more do not fit the 24 576 of EIP-170. */
const MAX_SIGNALS = 240;
/** BN254's scalar field has roots of unity of order 2^28 at most. */
const MAX_POWER = 28;

const G1 = ['Qm', 'Ql', 'Qr', 'Qo', 'Qc', 'S1', 'S2', 'S3'];
const SCALARS = ['k1', 'k2', 'w'];

/**
 * Throws, naming the field, unless this is a plonk verification key on bn128 as snarkjs writes them. Whatever is in the
 * key becomes Solidity source, so nothing but numbers may be in it.
 */
export function refuseVerificationKey(key) {
  if (key?.protocol !== 'plonk') throw new Error('protocol is not "plonk"');
  if (key.curve !== 'bn128') throw new Error('curve is not "bn128"');
  // Solidity has no array of length 0.
  requireInteger(key.nPublic, 'nPublic', 1, MAX_SIGNALS);
  requireInteger(key.power, 'power', 1, MAX_POWER);
  for (const name of SCALARS) requireNumbers(key[name], name);
  for (const name of G1) requireNumbers(key[name], name, 3);
  requireNumbers(key.X_2, 'X_2', 3, 2);
}

function requireInteger(value, path, least, most) {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${path} is not a whole number from ${least} to ${most}`);
}

/** Asserts an array of the first length, of arrays of the next, … of decimal numbers in quotes. */
function requireNumbers(value, path, length, ...innerLengths) {
  if (length === undefined) {
    if (typeof value !== 'string' || !/^\d{1,78}$/.test(value)) throw new Error(`${path} is not a decimal number in quotes`);
    return;
  }
  if (!Array.isArray(value) || value.length !== length) throw new Error(`${path} is not an array of ${length}`);
  value.forEach((item, at) => requireNumbers(item, `${path}[${at}]`, ...innerLengths));
}
