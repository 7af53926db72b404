import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { HostProcess, MAIN } from "./support/host-process.mjs";
import { examples, prove } from "./support/preimage.mjs";

/** Runs a test with a host of its own. */
const withHost = (name, body) =>
  test(name, async () => {
    const host = new HostProcess();
    try {
      await body(host);
    } finally {
      host.process.kill("SIGKILL");
      await host.exited;
    }
  });

withHost("it answers ping, and describe names the proof systems", async (host) => {
  assert.deepEqual(await host.request({ id: "1", verb: "ping" }), { id: "1", ok: true, result: {} });
  assert.deepEqual((await host.request({ id: "2", verb: "describe" })).result.proof_systems, ["groth16"]);
});

withHost("jobs are done one at a time, in their order, each with its steps", async (host) => {
  const answers = [0, 1, 2].map((index) => host.request(prove(`job ${index}`, examples[index])));
  await Promise.all(answers);

  const ids = host.lines.map((line) => JSON.parse(line).id);
  assert.deepEqual(ids, [...ids].sort());
  const steps = host.lines.map((line) => JSON.parse(line).progress?.step).slice(0, 5);
  assert.deepEqual(steps, ["load", "witness", "witness_check", "prove", "self_check"]);
});

withHost("what cannot be read is answered without an id, and the next request works", async (host) => {
  for (const [bytes, code] of [
    ["not JSON\n", "malformed_request"],
    ["\n", "malformed_request"],
    ["null\n", "malformed_request"],
    ['{"id": 7, "verb": "ping"}\n', "malformed_request"],
    [`"${"x".repeat(17 * 1024 * 1024)}"\n`, "request_too_large"],
  ]) {
    const { ok, error } = await host.send(bytes, null);
    assert.deepEqual([ok, error.code], [false, code]);
  }
  assert.equal((await host.request({ id: "next", verb: "ping" })).ok, true);
});

withHost("an unknown verb, proof system or a request without artifacts is an error of that request", async (host) => {
  const code = async (request) => (await host.request({ id: "1", ...request })).error.code;
  assert.equal(await code({ verb: "constructor" }), "malformed_request");
  assert.equal(await code({ verb: "prove", proof_system: "groth16", artifacts: null }), "malformed_request");
  assert.equal(await code({ verb: "prove", proof_system: "__proto__", artifacts: {} }), "unsupported_proof_system");
  assert.equal(await code({ verb: "prove", proof_system: "groth16", artifacts: {}, inputs: {} }), "invalid_artifact");
});

withHost("it ends when its input closes", async (host) => {
  await host.request({ id: "1", verb: "ping" });
  assert.deepEqual(await host.close(), { code: 0, signal: null });
});

withHost("it ends when its input closes in the middle of a job", async (host) => {
  const begun = host.waitFor((message) => message.progress);
  for (let job = 0; job < 50; job++) host.process.stdin.write(`${JSON.stringify(prove(`${job}`, examples[0]))}\n`);
  await begun;
  assert.deepEqual(await host.close(), { code: 0, signal: null });
  assert.ok(!host.lines.some((line) => JSON.parse(line).id === "49"));
});

withHost("a signal to the whole process group does not end a job", async (host) => {
  await host.request({ id: "1", verb: "ping" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) host.process.kill(signal);
  assert.equal((await host.request(prove("2", examples[0]))).ok, true);
});

test("it ends when its owner is killed with SIGKILL, even if its input stays open", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "proofsaga-"));
  const fifo = path.join(folder, "input");
  execFileSync("mkfifo", [fifo]);

  // opened for reading and writing, the host's own input keeps itself from ever ending
  const script = `
    const input = require("node:fs").openSync(process.argv[1], "r+");
    const options = { stdio: [input, "ignore", "ignore"] };
    const args = [process.argv[2], "--owner", String(process.pid)];
    const host = require("node:child_process").spawn(process.execPath, args, options);
    console.log(host.pid);`;
  const parent = spawn(process.execPath, ["-e", script, fifo, MAIN], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = await once(parent.stdout.setEncoding("utf8"), "data");
  const proc = `/proc/${pid.trim()}`;
  assert.ok(existsSync(proc));

  parent.kill("SIGKILL");
  await once(parent, "exit");
  // not our child, so its end can only be looked for; the runner's time limit ends the wait if it never comes
  while (existsSync(proc)) await setTimeout(50);
  rmSync(folder, { recursive: true });
});
