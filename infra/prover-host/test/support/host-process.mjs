import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../../main.mjs", import.meta.url));

/** A prover host as a test talks to it. Every line of its standard output is kept. */
export class HostProcess {
  lines = [];
  errors = "";
  #waiting = [];

  constructor() {
    this.process = spawn(process.execPath, [MAIN, "--single-thread"], { stdio: "pipe" });
    this.exited = once(this.process, "exit").then(([code, signal]) => ({ code, signal }));
    this.process.stderr.on("data", (chunk) => (this.errors += chunk));
    createInterface({ input: this.process.stdout }).on("line", (line) => {
      this.lines.push(line);
      for (const look of this.#waiting) look(line);
    });
  }

  /** Sends a request, and waits for its last answer. */
  request(request) {
    return this.send(`${JSON.stringify(request)}\n`, request.id);
  }

  /** Sends bytes, and waits for the last answer to the id. */
  send(bytes, id) {
    const answer = this.waitFor((message) => message.id === id && !message.progress);
    this.process.stdin.write(bytes);
    return answer;
  }

  waitFor(condition) {
    return new Promise((resolve) => {
      const look = (line) => {
        const message = JSON.parse(line);
        if (!condition(message)) return;
        this.#waiting = this.#waiting.filter((other) => other !== look);
        resolve(message);
      };
      this.#waiting.push(look);
    });
  }

  /** Closes its input and waits for its end. */
  close() {
    this.process.stdin.end();
    return this.exited;
  }
}
