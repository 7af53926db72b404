/**
 * The value below which a share of the values lies, by the nearest-rank method.
 * @param {number[]} values in any order, at least one
 * @param {number} share more than 0, at most 1: 0.5 is the median's rank, 0.99 the slowest in a hundred
 */
export function percentile(values, share) {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Smallest and largest value. */
export function spread(values) {
  if (values.length === 0) throw new RangeError('no values');
  return { least: Math.min(...values), most: Math.max(...values) };
}
