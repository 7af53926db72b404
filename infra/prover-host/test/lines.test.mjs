import assert from "node:assert/strict";
import { test } from "node:test";
import { readLines } from "../src/lines.mjs";

async function read(chunks, maxBytes) {
  const lines = [];
  for await (const line of readLines(chunks.map((chunk) => Buffer.from(chunk)), maxBytes)) lines.push(line);
  return lines;
}

test("lines come out the same however the bytes are cut", async () => {
  const text = "first\n\nthird ü\nlast without end";
  const bytes = Buffer.from(text);
  for (let size = 1; size <= bytes.length; size++) {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    assert.deepEqual(await read(chunks, 100), ["first", "", "third ü"]);
  }
});

test("a line that is too long is null, and the one after it is whole", async () => {
  assert.deepEqual(await read(["1234", "5678", "9\nok", "\n"], 8), [null, "ok"]);
  assert.deepEqual(await read(["12345678\nok\n"], 8), ["12345678", "ok"]);
});
