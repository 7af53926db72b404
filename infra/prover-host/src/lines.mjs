/**
 * Splits a byte stream into lines without ever keeping more than one line's limit.
 * @param {AsyncIterable<Buffer>} input
 * @param {number} maxBytes longest line
 * @returns {AsyncGenerator<string | null>} each line without its end; null for one that was too long
 */
export async function* readLines(input, maxBytes) {
  let parts = [];
  let length = 0;
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      length += end - start;
      if (length <= maxBytes) parts.push(chunk.subarray(start, end));
      yield length <= maxBytes ? Buffer.concat(parts).toString("utf8") : null;
      parts = [];
      length = 0;
      start = end + 1;
    }
    length += chunk.length - start;
    if (length <= maxBytes) parts.push(chunk.subarray(start));
    else parts = [];
  }
}
