using MassTransit;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Orchestrator.Cancellation;

/// <summary>
/// Looks for a transaction of the proof in the publication ledger, with the proof's row locked until the saga's transaction
/// ends. The publisher locks it too when it stores a transaction: either it is found here, or the publisher finds the proof
/// cancelled and stores none.
/// </summary>
public class FindTransaction(ProofSagaDbContext db) : SagaActivity<CancelProof>
{
    protected override async Task ExecuteAsync(BehaviorContext<ProofJobState, CancelProof> context)
    {
        var proofId = context.Saga.CorrelationId;
        await db.LockStatusAsync(proofId, context.CancellationToken);
        if (await db.FindTransactionHashAsync(proofId, context.CancellationToken) is { } hash)
            context.AddOrUpdatePayload(() => new FoundTransaction(hash), _ => new FoundTransaction(hash));
    }
}
