using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// Knows when the database answers. However much work of this process waits for it, one of them asks: after 0.25 s, 0.5 s, … at most every 5 s.
/// </summary>
public sealed class DatabaseWatch(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DatabaseWatch> logger
)
{
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    readonly Lock gate = new();
    Task? answer;

    /// <summary>Asks the database, and returns as soon as it answers: at once if it does, else whenever it is back.</summary>
    /// <exception cref="OperationCanceledException">The caller gives up, or the process has stopped.</exception>
    public async Task UntilItAnswersAsync(CancellationToken cancellationToken)
    {
        Task waiting;
        lock (gate)
            waiting = answer ??= Task.Run(AskAsync, CancellationToken.None);

        await waiting.WaitAsync(cancellationToken);
    }

    async Task AskAsync()
    {
        var stopped = lifetime.ApplicationStopped;
        try
        {
            if (await AnswersAsync(stopped))
                return;

            logger.DatabaseAway();
            var since = time.GetTimestamp();
            var pause = ShortestPause;
            do
            {
                await Task.Delay(pause, time, stopped);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            } while (!await AnswersAsync(stopped));
            logger.DatabaseBack(time.GetElapsedTime(since));
        }
        finally
        {
            lock (gate)
                answer = null;
        }
    }

    async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return await db.Database.CanConnectAsync(cancellationToken);
    }
}
