using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Orchestrator;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Standalone.Resuming;

/// <summary>
/// At start-up, takes up every proof that the last process left: its in-memory queues are gone, so the saga dispatches
/// the current stage again. One that waits for a prover has no order to lose, and waits on. A failure whose dead letter was still on its way is announced again.
/// </summary>
sealed class UnfinishedProofs(IServiceScopeFactory scopes, IBus bus, ILogger<UnfinishedProofs> logger)
    : IHostedLifecycleService
{
    List<ResumeProof> resumptions = [];

    /// <summary>Before anything of this process runs, which could take one up.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        resumptions = await FindAsync(
            scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>(),
            cancellationToken
        );
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (resumptions.Count > 0)
            logger.Resuming(resumptions.Count);

        await bus.PublishBatch(resumptions, cancellationToken);
        resumptions = [];
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    static async Task<List<ResumeProof>> FindAsync(ProofSagaDbContext db, CancellationToken cancellationToken)
    {
        var unfinished = db.Proofs.Where(proof =>
            proof.Status != ProofStatus.Completed
            && proof.Status != ProofStatus.Failed
            && proof.Status != ProofStatus.Cancelled
            && !db.GenerationQueue.Any(row => row.ProofId == proof.Id && row.AdmittedAt == null)
        );
        var unannounced = db.Proofs.Where(proof =>
            proof.Status == ProofStatus.Failed && !db.DeadLetters.Any(letter => letter.ProofId == proof.Id)
        );
        return await unfinished
            .Concat(unannounced)
            .OrderBy(proof => proof.CreatedAt)
            .Select(proof => new ResumeProof(
                proof.Id,
                proof.Circuit,
                proof.ProofSystem,
                proof.Client,
                proof.Publish,
                db.GenerationQueue.Where(row => row.ProofId == proof.Id).Select(row => row.AdmittedAt).SingleOrDefault()
            ))
            .ToListAsync(cancellationToken);
    }
}
