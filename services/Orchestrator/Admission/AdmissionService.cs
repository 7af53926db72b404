using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// The dispatcher: takes a turn as soon as this process has committed something that makes one useful, and each second for
/// what other processes did. Any number of processes may run it on one database.
/// </summary>
sealed class AdmissionService(
    IServiceScopeFactory scopes,
    AdmissionSignal signal,
    Vacancies vacancies,
    TimeProvider time,
    ILogger<AdmissionService> logger
) : BackgroundService
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>How long to leave another process at its turn.</summary>
    static readonly TimeSpan ShortRest = TimeSpan.FromMilliseconds(20);

    static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    /// <summary>Turns take a quarter of the time at most: the busier it is, the more proofs share one.</summary>
    const int RestPerTurn = 3;

    bool isInterrupted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // what the last process left
            signal.Entered();
            while (true)
            {
                var isCalled = await signal.WaitAsync(Period, stoppingToken);
                await Task.Delay(await TryAsync(isCalled, stoppingToken), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // orderly
        }
    }

    /// <returns>How long to rest.</returns>
    async Task<TimeSpan> TryAsync(bool isCalled, CancellationToken cancellationToken)
    {
        try
        {
            var rest = await TakeTurnAsync(isCalled, cancellationToken);
            if (isInterrupted)
                logger.Resumed();
            isInterrupted = false;
            return rest;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isInterrupted)
                logger.Interrupted(failure);
            isInterrupted = true;
            signal.Entered();
            return Period;
        }
    }

    async Task<TimeSpan> TakeTurnAsync(bool isCalled, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        // outside of a transaction, so that an idle system writes nothing
        if (!isCalled && !await db.GenerationQueue.AnyAsync(cancellationToken))
        {
            var load = await GenerationLoad.ReadAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
            vacancies.Offer(load, Enum.GetValues<GenerationPool>());
            return TimeSpan.Zero;
        }

        var outcome = await scope.ServiceProvider.GetRequiredService<AdmissionTurn>().RunAsync(cancellationToken);
        signal.Note(outcome.SomethingWaits);
        if (outcome.Admitted > 0)
            logger.Admitted(outcome.Admitted);
        if (outcome.HasRoom)
            signal.Entered();
        if (!outcome.WasTaken)
            return ShortRest;

        var rest = time.GetElapsedTime(startedAt) * RestPerTurn;
        return rest < LongestRest ? rest : LongestRest;
    }
}
