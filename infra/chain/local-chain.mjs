// A private Ethereum chain (anvil) on loopback for as long as the parent lives.
//
//   node local-chain.mjs [--state FILE] [--port N] [--block-time SECONDS]
//
// stdout: one JSON line once the chain answers, {"rpc_url":"http://127.0.0.1:PORT","chain_id":31337}; nothing else.
// stderr: one line for what went wrong, if anything did.
// Stops when stdin closes (the parent is gone, however it went) or on SIGTERM/SIGINT/SIGHUP, and exits 0.
// Exits 1 when the chain cannot start or dies, 2 when the arguments are wrong.
import { parseArguments, USAGE } from './local-chain/arguments.mjs';
import { Anvil } from './local-chain/anvil.mjs';
import { ChainError } from './local-chain/chain-error.mjs';
import { StateFile } from './local-chain/state-file.mjs';
import { lockStateFile } from './local-chain/state-lock.mjs';

/** Resolves with null when we are told to stop. Listens from the first moment: the parent may die while we start. */
function stopRequest() {
  return new Promise((resolve) => {
    const stop = () => resolve(null);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);
    process.stdout.on('error', stop);
    process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
  });
}

async function run({ state, port, blockTime }) {
  const stop = stopRequest();
  let lock, stateFile, anvil;
  try {
    if (state) {
      lock = await Promise.race([lockStateFile(state), stop]);
      if (!lock) return;
      stateFile = new StateFile(state);
      await stateFile.check();
    }
    anvil = new Anvil({ port, blockTime, loadState: stateFile?.pathIfPresent() });
    const ready = await Promise.race([anvil.ready, anvil.died, stop]);
    if (!ready) return;
    stateFile?.startSaving(anvil);
    process.stdout.write(`${JSON.stringify({ rpc_url: anvil.url, chain_id: ready.chainId })}\n`);
    await Promise.race([anvil.died, stop, ...(stateFile ? [stateFile.failed] : [])]);
    await stateFile?.saveLast();
  } finally {
    await anvil?.stop();
    lock?.release();
  }
}

let exitCode = 0;
try {
  const options = parseArguments(process.argv.slice(2));
  await run(options);
} catch (error) {
  exitCode = error instanceof ChainError ? error.exitCode : 1;
  process.stderr.write(`local-chain: ${error instanceof ChainError ? error.message : error.stack}\n`);
  if (exitCode === 2) process.stderr.write(`${USAGE}\n`);
}
process.exit(exitCode);
