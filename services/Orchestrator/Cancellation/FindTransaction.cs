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
public class FindTransaction(ProofSagaDbContext db) : IStateMachineActivity<ProofJobState, CancelProof>
{
    public async Task Execute(
        BehaviorContext<ProofJobState, CancelProof> context,
        IBehavior<ProofJobState, CancelProof> next
    )
    {
        var proofId = context.Saga.CorrelationId;
        await db.LockStatusAsync(proofId, context.CancellationToken);
        if (await db.FindTransactionHashAsync(proofId, context.CancellationToken) is { } hash)
            context.AddOrUpdatePayload(() => new FoundTransaction(hash), _ => new FoundTransaction(hash));
        await next.Execute(context);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<ProofJobState, CancelProof, TException> context,
        IBehavior<ProofJobState, CancelProof> next
    )
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("findTransaction");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);
}
