using MassTransit;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// Is the order of this generation the one that the last process may have lost? A proof that waits has none to lose, and
/// one that was admitted since has another.
/// </summary>
public class FindLostOrder(ProofSagaDbContext db) : IStateMachineActivity<ProofJobState, ResumeProof>
{
    public async Task Execute(
        BehaviorContext<ProofJobState, ResumeProof> context,
        IBehavior<ProofJobState, ResumeProof> next
    )
    {
        var row = await db.GenerationQueue.FindAsync([context.Saga.CorrelationId], context.CancellationToken);
        // without a row: of a version that ordered the generation as soon as the proof was accepted
        if (row is null || (row.AdmittedAt is { } admittedAt && admittedAt == context.Message.AdmittedAt))
            context.AddOrUpdatePayload(() => new LostOrder(), lost => lost);
        await next.Execute(context);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<ProofJobState, ResumeProof, TException> context,
        IBehavior<ProofJobState, ResumeProof> next
    )
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("findLostOrder");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);
}
