// Lists what ProofRegistry contracts have published, read from the chain's own log.
//
//   node list-publications.mjs RPC_URL [REGISTRY]      without REGISTRY: of every contract on the chain
//
// stdout, one JSON line for each event in the order of the chain:
//   {"kind":"published"|"attested","proofId":UUID,"circuitId":"0x…","registry":"0x…","transactionHash":"0x…","blockNumber":N}
// Exits 1 when the chain does not answer, 2 when the arguments are wrong.
import { createPublicClient, http, isAddress, parseAbi } from 'viem';

const KINDS = { ProofPublished: 'published', ProofAttested: 'attested' };
const events = parseAbi([
  'event ProofPublished(bytes32 indexed proofId, bytes32 indexed circuitId, uint256[] publicSignals)',
  'event ProofAttested(bytes32 indexed proofId, bytes32 indexed circuitId, bytes32 proofSystem, bytes32 proofHash)',
]);

/** The registry's bytes32 is the UUID's 16 bytes as written (RFC 9562), then 16 zero bytes. */
function uuidOf(proofId) {
  const [, uuid, rest] = /^0x(.{32})(.{32})$/.exec(proofId);
  return /^0+$/.test(rest) ? uuid.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5') : proofId;
}

const [rpcUrl, registry, ...rest] = process.argv.slice(2);
if (!rpcUrl || rest.length > 0 || (registry && !isAddress(registry))) {
  process.stderr.write('usage: node list-publications.mjs RPC_URL [REGISTRY]\n');
  process.exit(2);
}

try {
  const chain = createPublicClient({ transport: http(rpcUrl) });
  const logs = await chain.getLogs({ address: registry, events, fromBlock: 0n, toBlock: 'latest' });
  for (const { eventName, args, address, transactionHash, blockNumber } of logs) {
    const publication = {
      kind: KINDS[eventName],
      proofId: uuidOf(args.proofId),
      circuitId: args.circuitId,
      registry: address,
      transactionHash,
      blockNumber: Number(blockNumber),
    };
    process.stdout.write(`${JSON.stringify(publication)}\n`);
  }
} catch (error) {
  process.stderr.write(`list-publications: ${error.shortMessage ?? error.message}\n`);
  process.exitCode = 1;
}
