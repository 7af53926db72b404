using ProofSaga.DeadLetters.SetAside.Keeping;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.DeadLetters.SetAside.Collecting;

/// <summary>Stores what comes out of the error and skipped queues, waiting for the database as long as it is away.</summary>
sealed class SetAsideCollector(
    IServiceScopeFactory scopes,
    DatabaseWatch database,
    TimeProvider time,
    ILogger<SetAsideCollector> logger
)
{
    const int Attempts = 5;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <returns>false when the database answers and still refuses it; it is logged.</returns>
    public async Task<bool> CollectAsync(SetAsideDelivery delivery, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope
                    .ServiceProvider.GetRequiredService<SetAsideLetters>()
                    .StoreOnceAsync(delivery, cancellationToken);
                return true;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == Attempts)
                {
                    logger.NotCollected(failure, delivery.Source.Queue);
                    return false;
                }

                await Task.Delay(Pause, time, cancellationToken);
                await database.UntilItAnswersAsync(cancellationToken);
            }
        }
    }
}
