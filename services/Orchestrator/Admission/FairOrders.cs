using System.Collections.Concurrent;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// The fair order of each pool, as this process has kept it. Each process is fair by itself, so that all of them together
/// are; one that starts begins anew.
/// </summary>
sealed class FairOrders
{
    readonly ConcurrentDictionary<GenerationPool, FairOrder> orders = new();

    public FairOrder this[GenerationPool pool]
    {
        get => orders.GetOrAdd(pool, _ => new FairOrder());
        set => orders[pool] = value;
    }
}
