using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// Lets a proof wait for a worker: its row is written when the saga is saved, by the same context in the same round trip.
/// One that comes again waits with its new attempt.
/// </summary>
public class QueueGeneration<T>(ProofSagaDbContext db) : IStateMachineActivity<ProofJobState, T>
    where T : class
{
    public async Task Execute(BehaviorContext<ProofJobState, T> context, IBehavior<ProofJobState, T> next)
    {
        if (context.Message is ProofAccepted accepted)
            Enter(context.Saga, accepted.Priority, accepted.AcceptedAt.UtcDateTime);
        else
            await EnterAgainAsync(context.Saga, context.CancellationToken);
        await next.Execute(context);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<ProofJobState, T, TException> context,
        IBehavior<ProofJobState, T> next
    )
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("queueGeneration");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    void Enter(ProofJobState job, ProofPriority priority, DateTime acceptedAt) =>
        db.Add(
            new QueuedProof
            {
                ProofId = job.CorrelationId,
                Pool = GenerationPools.Of(job.ProofSystem),
                Priority = priority,
                Client = job.Client,
                Circuit = job.Circuit,
                ProofSystem = job.ProofSystem,
                Attempt = job.Attempt,
                EnqueuedAt = acceptedAt,
            }
        );

    async Task EnterAgainAsync(ProofJobState job, CancellationToken cancellationToken)
    {
        if (await db.GenerationQueue.FindAsync([job.CorrelationId], cancellationToken) is { } row)
        {
            row.Attempt = job.Attempt;
            row.AdmittedAt = null;
            return;
        }

        var proof = await db
            .Proofs.Where(proof => proof.Id == job.CorrelationId)
            .Select(proof => new { proof.Priority, proof.CreatedAt })
            .SingleAsync(cancellationToken);
        Enter(job, proof.Priority, proof.CreatedAt);
    }
}
