using ProofSaga.Circuits.Proofs;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Workers;

namespace ProofSaga.Orchestrator.Admission;

static class GenerationPools
{
    /// <summary>
    /// An instant proof is done before the saga has heard of the one before it. So that no slot idles for an order that
    /// is on its way, as many are ordered as are done in the time of a turn and of an answer.
    /// </summary>
    const int InstantOrdersPerSlot = 4;

    /// <summary>While no worker is known, so many orders wait in the broker for whoever comes.</summary>
    const int LeastOrders = 16;

    public static GenerationPool Of(string proofSystem) =>
        InstantProofSystems.Contains(proofSystem) ? GenerationPool.Instant : GenerationPool.Prover;

    /// <summary>How many proofs of a pool may be with the workers at once.</summary>
    /// <param name="alive">The workers that can be counted on.</param>
    public static int Capacity(this GenerationPool pool, IReadOnlyCollection<Worker> alive)
    {
        var orders = alive.Sum(worker => OrdersFor(pool, worker));
        return orders > 0 ? orders : LeastOrders;
    }

    /// <summary>
    /// Half as many again as a worker has prover slots: the next proof is there when one is done, and few of those that
    /// wait are ordered before another comes that ought to be ahead of them.
    /// </summary>
    static int OrdersFor(GenerationPool pool, Worker worker) =>
        pool == GenerationPool.Instant
            ? worker.InstantSlots * InstantOrdersPerSlot
            : worker.ProverSlots + ((worker.ProverSlots + 1) / 2);
}
