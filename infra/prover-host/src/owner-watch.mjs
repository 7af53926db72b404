// Runs as a worker thread: ends the process when its owner is gone. The main thread learns that from the end of
// standard input, but not while it computes, which may be minutes.
import { workerData } from "node:worker_threads";

const { owner, parent, intervalMs } = workerData;

function isGone() {
  // a dead owner that nobody waits for still has its id, but its children have another parent
  if (process.ppid !== parent) return true;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

setInterval(() => {
  if (isGone()) process.kill(process.pid, "SIGKILL");
}, intervalMs);
