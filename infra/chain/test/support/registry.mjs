import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  ContractFunctionRevertedError,
  TransactionReceiptNotFoundError,
  createPublicClient,
  createWalletClient,
  http,
  maxUint256,
  parseEventLogs,
  stringToHex,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { eventually, startLocalChain } from './local-chain.mjs';

// The mnemonic that anvil funds, known to everybody.
const account = (addressIndex) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex });

export const owner = account(0);
export const publisher = account(1);
export const stranger = account(2);
export const NO_NULLIFIER = maxUint256;

let ids = 0;
/** A bytes32 that was not used before. */
export const newId = (name = 'id') => stringToHex(`${name}-${++ids}`, { size: 32 });

/** The compiled contract. */
export async function artifact() {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../compile.mjs', import.meta.url))], { stdio: 'pipe' });
  return JSON.parse(await readFile(new URL('../../artifacts/ProofRegistry.json', import.meta.url), 'utf8'));
}

/**
 * The receipt, once there is one. viem's own waiting looks again only when there is a new block, and a node may tell the
 * number of a block shortly before it knows the receipts in it.
 */
const receiptOf = (client, hash) =>
  eventually(
    () =>
      client.getTransactionReceipt({ hash }).catch((error) => {
        if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
      }),
    `${hash} is mined`,
    60_000,
  );

/** A ProofRegistry on a chain of its own. */
export class Registry {
  /** @param {string} rpcUrl  @param {string} registryOwner */
  static async deploy(rpcUrl, registryOwner = owner.address) {
    const transport = http(rpcUrl);
    const client = createPublicClient({ chain: foundry, transport });
    const wallet = createWalletClient({ chain: foundry, transport });
    const registry = Object.assign(new Registry(), { client, wallet });
    const compiled = await artifact();
    const deployment = await registry.deploy(compiled, [registryOwner]);
    return Object.assign(registry, { abi: compiled.abi, address: deployment.contractAddress, deployment });
  }

  /** Deploys another contract on the same chain; returns the receipt. */
  async deploy({ abi, bytecode }, args = []) {
    const hash = await this.wallet.deployContract({ abi, bytecode, account: owner, args });
    const receipt = await receiptOf(this.client, hash);
    assert.equal(receipt.status, 'success');
    return receipt;
  }

  read(functionName, ...args) {
    return this.client.readContract({ address: this.address, abi: this.abi, functionName, args });
  }

  /** Tries a call without a transaction; rejects as the transaction would revert. */
  simulate(from, functionName, args, gas) {
    const { address, abi } = this;
    return this.client.simulateContract({ address, abi, functionName, args, account: from, gas });
  }

  /** Sends a transaction; returns its receipt with the decoded events. Whether it succeeded is the receipt's to say. */
  async send(from, functionName, args, gas) {
    const hash = await this.wallet.writeContract({
      address: this.address,
      abi: this.abi,
      functionName,
      args,
      account: from,
      gas,
    });
    const receipt = await receiptOf(this.client, hash);
    const events = parseEventLogs({ abi: this.abi, logs: receipt.logs }).map(({ eventName, args }) => ({
      eventName,
      args,
    }));
    return { ...receipt, events };
  }

  /** Asserts that the call reverts with this custom error and these arguments. */
  async assertReverts(from, functionName, args, errorName, errorArgs) {
    await assert.rejects(this.simulate(from, functionName, args), (error) => {
      const data = revertOf(error);
      assert.equal(data?.errorName, errorName, error.message);
      assert.deepEqual(data.args ?? [], errorArgs);
      return true;
    });
  }
}

/** The decoded custom error of a call that failed; undefined when it failed without one. */
export function revertOf(error) {
  return error.walk?.((cause) => cause instanceof ContractFunctionRevertedError)?.data;
}

/** Starts a chain and deploys a registry on it; the chain ends with `stopAll`. */
export async function startRegistry() {
  const { rpc_url } = await startLocalChain().ready;
  return Registry.deploy(rpc_url);
}
