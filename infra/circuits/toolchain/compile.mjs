import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const infra = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Compiles a circuit with circom2, the circom compiler in WebAssembly, in a process of its own.
 * @param {string} source the `.circom` file, somewhere below `infra/`
 * @param {string} outputFolder below `infra/` too; made when absent
 * @returns {Promise<{wasm: string, r1cs: string}>} paths of the witness generator and of the constraint system
 */
export async function compile(source, outputFolder) {
  const compiler = createRequire(import.meta.url).resolve("circom2/cli.js");
  const name = path.basename(source, ".circom");
  await mkdir(outputFolder, { recursive: true });

  // inside the compiler's sandbox only paths downwards from its working directory are found reliably
  const down = (file) => path.relative(infra, file);
  const args = [compiler, down(source), "--r1cs", "--wasm", "-l", "node_modules", "-o", down(outputFolder)];
  await run(process.execPath, args, { cwd: infra });

  return {
    wasm: path.join(outputFolder, `${name}_js`, `${name}.wasm`),
    r1cs: path.join(outputFolder, `${name}.r1cs`),
  };
}
