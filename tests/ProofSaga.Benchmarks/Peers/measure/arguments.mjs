import { parseArgs } from 'node:util';

export const PEERS = ['pg-boss', 'graphile-worker', 'dbos', 'bullmq'];

export const USAGE = `usage: peer.mjs PEER --url URL [--flows N] [--warm-up N] [--concurrency C]
                [--idle-flows N] [--set NAME=VALUE]... [--name NAME] [--server-pid PID] [--json]
  PEER           ${PEERS.join(', ')}
  --url          the server: postgres://… or redis://…, else PEER_URL from the environment; its data is the peer's to fill
  --flows        measured flows, default 1000
  --warm-up      flows before them that are not measured, default 200
  --concurrency  flows in flight at once, default 64; "all": every flow is submitted at the start
  --idle-flows   flows after them, one at a time, for the latency of a system that has nothing else to do, default 100
  --set          one of the peer's settings otherwise than its best, for example --set batchSize=1
  --name         what the result calls it, default PEER
  --server-pid   process of the database server on this machine: its CPU time is measured too (Linux)
  --json         one line of JSON instead of text`;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} environment
 * @returns {{peer: string, name: string, url: string, flows: number, warmUp: number, concurrency: number, idleFlows: number,
 *   settings: Record<string, number>, serverPid?: number, json: boolean}}
 *   concurrency: flows in flight at once, Infinity for "all"
 * @throws {UsageError}
 */
export function parseArguments(args, environment = {}) {
  const { values, positionals } = parse(args);
  const [peer, ...rest] = positionals;
  if (!PEERS.includes(peer) || rest.length > 0)
    throw new UsageError(`name one peer of ${PEERS.join(', ')}, not "${positionals.join(' ')}"`);

  const url = values.url ?? environment.PEER_URL;
  if (!url) throw new UsageError('--url is missing');

  return {
    peer,
    name: values.name ?? peer,
    url,
    flows: wholeNumber('--flows', values.flows ?? '1000', 1),
    warmUp: wholeNumber('--warm-up', values['warm-up'] ?? '200', 0),
    concurrency: values.concurrency === 'all' ? Infinity : wholeNumber('--concurrency', values.concurrency ?? '64', 1),
    idleFlows: wholeNumber('--idle-flows', values['idle-flows'] ?? '100', 0),
    settings: Object.fromEntries((values.set ?? []).map(setting)),
    serverPid: values['server-pid'] === undefined ? undefined : wholeNumber('--server-pid', values['server-pid'], 1),
    json: values.json ?? false,
  };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        flows: { type: 'string' },
        'warm-up': { type: 'string' },
        concurrency: { type: 'string' },
        'idle-flows': { type: 'string' },
        set: { type: 'string', multiple: true },
        name: { type: 'string' },
        'server-pid': { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error.message.split('\n')[0]);
  }
}

function wholeNumber(option, text, least) {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(number) || number < least)
    throw new UsageError(`${option} must be a whole number from ${least}, not "${text}"`);
  return number;
}

function setting(text) {
  const [name, value, ...rest] = text.split('=');
  if (!name || !value || rest.length > 0 || !Number.isFinite(Number(value)))
    throw new UsageError(`--set must be NAME=NUMBER, not "${text}"`);
  return [name, Number(value)];
}
