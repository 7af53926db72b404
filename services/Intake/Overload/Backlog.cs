using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Overload;

/// <summary>
/// Knows whether the installation may take another proof. It counts the queued ones at most once a second, and adds what this
/// process has accepted since: however many submissions come, one of them counts. Other intakes may exceed the limit by what
/// they accept within that second.
/// </summary>
sealed class Backlog(
    IServiceScopeFactory scopes,
    IOptions<IntakeOptions> options,
    TimeProvider time,
    ILogger<Backlog> logger
)
{
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    readonly Lock gate = new();
    Task counting = Task.CompletedTask;
    long? countedAt;
    int counted;
    int acceptedSince;
    int entering;
    bool wasFull;

    int Limit => options.Value.MaxQueuedProofs;

    /// <summary>Takes a place for a submission.</summary>
    /// <returns>To be disposed of when the submission is decided; null while there is none to be had.</returns>
    public async ValueTask<BacklogPlace?> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (Limit > 0)
            await CountIfStaleAsync().WaitAsync(cancellationToken);
        lock (gate)
        {
            if (Limit > 0 && counted + acceptedSince + entering >= Limit)
                return null;

            entering++;
            return new BacklogPlace(this);
        }
    }

    internal void Leave(bool isAccepted)
    {
        lock (gate)
        {
            entering--;
            if (isAccepted)
                acceptedSince++;
        }
    }

    Task CountIfStaleAsync()
    {
        lock (gate)
        {
            if (counting.IsCompleted && (countedAt is not { } last || time.GetElapsedTime(last) >= Freshness))
                counting = Task.Run(CountAsync);
            return counting;
        }
    }

    async Task CountAsync()
    {
        var startedAt = time.GetTimestamp();
        int acceptedBefore;
        lock (gate)
            acceptedBefore = acceptedSince;

        var queued = await CountQueuedAsync();
        lock (gate)
        {
            (counted, countedAt) = (queued, startedAt);
            // what was accepted while it was counted may be in it or not
            acceptedSince -= acceptedBefore;
        }

        LogChange(queued >= Limit);
    }

    /// <summary>Reads no more of the index of unfinished proofs than the limit.</summary>
    async Task<int> CountQueuedAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return await db.Proofs.Where(proof => proof.Status == ProofStatus.Queued).Take(Limit).CountAsync();
    }

    /// <summary>Only one count runs at a time.</summary>
    void LogChange(bool isFull)
    {
        if (isFull && !wasFull)
            logger.BacklogFull(Limit);
        else if (!isFull && wasFull)
            logger.BacklogHasRoom(Limit);
        wasFull = isFull;
    }
}
