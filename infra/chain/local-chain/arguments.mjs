import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { ChainError } from './chain-error.mjs';

export const USAGE = 'usage: local-chain.mjs [--state FILE] [--port N] [--block-time SECONDS]';

/**
 * @param {string[]} args
 * @returns {{state?: string, port: number, blockTime?: number}}
 *   state: absolute path of the file that keeps the chain between runs, none: the chain is forgotten;
 *   port: 0 (the default) lets the system choose a free one;
 *   blockTime: seconds between blocks, none: a block for each transaction as it arrives
 */
export function parseArguments(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: { state: { type: 'string' }, port: { type: 'string' }, 'block-time': { type: 'string' } },
    }));
  } catch (error) {
    throw new ChainError(error.message.split('\n')[0], 2);
  }

  const port = values.port === undefined ? 0 : Number(values.port || NaN);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new ChainError(`--port must be a whole number from 0 to 65535, not "${values.port}"`, 2);

  const blockTime = values['block-time'] === undefined ? undefined : Number(values['block-time'] || NaN);
  if (blockTime !== undefined && !(blockTime >= 0.001 && blockTime <= 86400))
    throw new ChainError(`--block-time must be seconds from 0.001 to 86400, not "${values['block-time']}"`, 2);

  if (values.state === '') throw new ChainError('--state must name a file', 2);
  return { state: values.state && resolve(values.state), port, blockTime };
}
