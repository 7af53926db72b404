/** Order of BN254's scalar field, in which circuits compute (EIP-196). */
export const SCALAR_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** Order of the field that the curve's coordinates are in (EIP-196). */
export const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/**
 * @param {unknown} value
 * @param {bigint} order of the field
 * @returns {bigint | undefined} the element, if the value is one in its only form: decimal digits, no leading zero
 */
export function parseElement(value, order) {
  if (typeof value !== "string" || value.length > 77 || !/^(0|[1-9][0-9]*)$/.test(value)) return undefined;
  const element = BigInt(value);
  return element < order ? element : undefined;
}
