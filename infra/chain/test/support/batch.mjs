import assert from 'node:assert/strict';
import { decodeErrorResult } from 'viem';
import { newId, owner } from './registry.mjs';

/** An item of a batch, groth16 or plonk, by default under an id of its own. */
export const publication = (circuitId, { words, signals }, proofId = newId()) => ({
  proofId,
  circuitId,
  proof: words,
  publicSignals: signals,
});

/** An attestation, by default under an id of its own. */
export const attestation = (circuitId, proofId = newId()) => ({
  proofId,
  circuitId,
  proofSystem: newId('system'),
  proofHash: newId('hash'),
});

/** What became of each item: `recorded`, or the custom error as {errorName, args}. */
export async function simulateBatch(registry, publications, plonkPublications = [], attestations = [], gas = undefined) {
  const items = [publications, plonkPublications, attestations];
  const { result } = await registry.simulate(owner, 'publishBatch', items, gas);
  return result.map((refusal) => (refusal === '0x' ? 'recorded' : decodeRefusal(registry, refusal)));
}

/**
 * Sends a batch, having asserted that the simulation foretells each of its events. Returns the outcomes of the items
 * and the receipt.
 */
export async function sendBatch(registry, publications, plonkPublications = [], attestations = []) {
  const items = [publications, plonkPublications, attestations];
  const outcomes = await simulateBatch(registry, ...items);
  const receipt = await registry.send(owner, 'publishBatch', items);
  assert.equal(receipt.status, 'success');

  const events = receipt.events.map(({ eventName, args: { reason, ...args } }) =>
    reason ? { eventName, args: { ...args, ...decodeRefusal(registry, reason) } } : { eventName, args },
  );
  const published = [...publications, ...plonkPublications].map(({ proofId, circuitId, publicSignals }) => ({
    eventName: 'ProofPublished',
    args: { proofId, circuitId, publicSignals },
  }));
  const attested = attestations.map((args) => ({ eventName: 'ProofAttested', args }));
  const expected = [...published, ...attested].map((event, i) =>
    outcomes[i] === 'recorded'
      ? event
      : { eventName: 'PublicationRefused', args: { proofId: event.args.proofId, ...outcomes[i] } },
  );
  assert.deepEqual(events, expected);
  return { outcomes, receipt };
}

function decodeRefusal({ abi }, data) {
  const { errorName, args = [] } = decodeErrorResult({ abi, data });
  return { errorName, args };
}
