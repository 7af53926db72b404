/**
 * Keeps flows in flight until all are done: the next is submitted when one is done.
 * @param {{submit(flow: string): Promise<void>}} peer
 * @param {import('./flow-log.mjs').FlowLog} log
 * @param {{flows: number, concurrency: number, prefix: string, stallTimeoutMs: number}} load
 *   prefix: begins the name of each flow; stallTimeoutMs: without any flow done for so long, the rest is taken for lost
 * @returns {Promise<string[]>} a sentence when flows were lost, else nothing
 */
export async function runLoad(peer, log, { flows, concurrency, prefix, stallTimeoutMs }) {
  let next = 0;
  let stalled = false;
  async function lane() {
    while (next < flows && !stalled) {
      const flow = `${prefix}${next++}`;
      const done = log.submitted(flow);
      await peer.submit(flow);
      await done;
    }
  }

  const stall = watchForStall(log, stallTimeoutMs);
  try {
    stalled = await Promise.race([
      Promise.all(Array.from({ length: Math.min(flows, concurrency) }, lane)).then(() => false),
      stall.happens,
    ]);
  } finally {
    stall.stopWatching();
  }
  const lost = log.submittedFlows - log.doneFlows;
  return stalled ? [`${lost} flows were lost: none was done for ${stallTimeoutMs / 1000} s`] : [];
}

/** @returns {{happens: Promise<true>, stopWatching: () => void}} */
function watchForStall(log, timeoutMs) {
  let timer;
  let seen;
  const happens = new Promise((resolve) => {
    function look() {
      if (seen === log.doneFlows) return resolve(true);
      seen = log.doneFlows;
      timer = setTimeout(look, timeoutMs);
    }
    look();
  });
  return { happens, stopWatching: () => clearTimeout(timer) };
}
