// Runs one peer library: flows of three chained no-op steps, durable between the steps, and measures them.
//
//   node peer.mjs pg-boss --url postgres://… --flows 1000 --concurrency 64 --json
//
// stdout: one JSON object (with --json on one line). Exits 0 when every step of every flow ran exactly once and the store
// agrees, 1 when not (the object's "problems" say what) or when something broke, 2 when the arguments are wrong.
import { Console } from 'node:console';
import { parseArguments, USAGE, UsageError } from './measure/arguments.mjs';
import { measure } from './measure/measure.mjs';

// Libraries log to the console; stdout is for the result.
globalThis.console = new Console(process.stderr);

let exitCode = 0;
try {
  const options = parseArguments(process.argv.slice(2), process.env);
  const { open } = await import(`./libraries/${options.peer}.mjs`);
  const result = { name: options.name, ...(await measure(open, options)) };
  process.stdout.write(`${JSON.stringify(result, null, options.json ? 0 : 2)}\n`);
  if (result.problems.length > 0) {
    exitCode = 1;
    process.stderr.write(`peer: ${result.name}: ${result.problems.join('; ')}\n`);
  }
} catch (error) {
  exitCode = error instanceof UsageError ? 2 : 1;
  process.stderr.write(`peer: ${error instanceof UsageError ? error.message : error.stack}\n`);
  if (exitCode === 2) process.stderr.write(`${USAGE}\n`);
}
process.exit(exitCode);
