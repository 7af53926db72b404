using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// Lets a proof wait for a worker, unless there is room that nobody waits for: then its generation is ordered here. The row
/// is written when the saga is saved, by the same context in the same round trip. One that comes again waits with its new
/// attempt.
/// </summary>
public class QueueGeneration<T>(ProofSagaDbContext db, Vacancies vacancies, TimeProvider time) : SagaActivity<T>
    where T : class
{
    protected override async Task ExecuteAsync(BehaviorContext<ProofJobState, T> context)
    {
        if (context.Message is ProofAccepted accepted)
            await EnterAsync(context, accepted);
        else
            await EnterAgainAsync(context.Saga, context.CancellationToken);
    }

    async Task EnterAsync(BehaviorContext<ProofJobState, T> context, ProofAccepted accepted)
    {
        var row = Enter(context.Saga, accepted.Priority, accepted.AcceptedAt.UtcDateTime);
        if (!vacancies.TryTake(row.Pool, row.Client))
            return;

        row.AdmittedAt = time.GetUtcNow().UtcDateTime;
        await context.OrderAsync(row, context.CancellationToken);
    }

    QueuedProof Enter(ProofJobState job, ProofPriority priority, DateTime acceptedAt) =>
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
        ).Entity;

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
