// The real prover host, except that the first element of the preimage may ask it to misbehave.
import { spawnSync } from "node:child_process";
import { writeSync } from "node:fs";
import { Groth16 } from "../../../../infra/prover-host/src/proof-systems/groth16.mjs";
import { run } from "../../../../infra/prover-host/src/run.mjs";

const never = new Promise(() => {});

const misdeeds = {
  1001: () => never,
  1008: () => {
    const kept = [];
    for (;;) kept.push(new Array(1000).fill(kept.length));
  },
  // forks as a native prover may: the child's parent is gone at once, and it takes no SIGTERM
  1009: (report) => {
    const fork = "trap '' TERM INT HUP; sleep 600 >/dev/null <&2 & echo $!";
    report(`orphan ${spawnSync("sh", ["-c", fork], { stdio: ["ignore", "pipe", "inherit"] }).stdout}`.trim());
    return never;
  },
  // and one that even begins a session of its own, and holds on to the pipe of errors
  1010: (report) => {
    const fork = "setsid sleep 600 >/dev/null <&2 & echo $!";
    report(`orphan ${spawnSync("sh", ["-c", fork], { stdio: ["ignore", "pipe", "inherit"] }).stdout}`.trim());
    return never;
  },
  1002: () => process.exit(3),
  1003: () => {
    writeSync(1, "this is no answer\n");
    return never;
  },
  1004: () => {
    writeSync(2, "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n");
    process.abort();
  },
  1005: () => {
    for (;;);
  },
  1006: () => {
    console.log("printed by a library");
    process.stdout.write("{}\n");
    writeSync(2, "something for the operator\n");
  },
  1007: () => {
    throw new TypeError("Cannot convert 31337313373133731337 to a BigInt");
  },
};

class Misbehaving extends Groth16 {
  async prove(request, report) {
    const misdeed = misdeeds[request.inputs.preimage[0]];
    if (misdeed) {
      report("misdeed");
      await misdeed(report);
    }
    return super.prove({ ...request, inputs: { ...request.inputs, preimage: [request.inputs.preimage[1], "2"] } }, report);
  }
}

await run((curve, cache) => [new Misbehaving(curve, cache)]);
