using MassTransit;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// Is the order of this generation the one that the last process may have lost? A proof that waits has none to lose, and
/// one that was admitted since has another.
/// </summary>
public class FindLostOrder(ProofSagaDbContext db) : SagaActivity<ResumeProof>
{
    protected override async Task ExecuteAsync(BehaviorContext<ProofJobState, ResumeProof> context)
    {
        var row = await db.GenerationQueue.FindAsync([context.Saga.CorrelationId], context.CancellationToken);
        // without a row: of a version that ordered the generation as soon as the proof was accepted
        if (row is null || (row.AdmittedAt is { } admittedAt && admittedAt == context.Message.AdmittedAt))
            context.AddOrUpdatePayload(() => new LostOrder(), lost => lost);
    }
}
