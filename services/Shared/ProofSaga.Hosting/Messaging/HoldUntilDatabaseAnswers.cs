using MassTransit;
using ProofSaga.Hosting.Shutdown;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// Tries a failed message again only when the database answers. In an outage a message so waits at its first or second attempt, unacknowledged, instead of
/// using up its attempts and ending in the error queue; the endpoint takes no more than its prefetch meanwhile. When the bus stops, it goes back.
/// </summary>
/// <remarks>
/// After its <c>consumer_timeout</c> (30 minutes by default) RabbitMQ takes a waiting delivery back and delivers it again, which the inbox notices.
/// </remarks>
sealed class HoldUntilDatabaseAnswers(DatabaseWatch database, BusStop stop) : IRetryObserver
{
    public async Task PreRetry<T>(RetryContext<T> context)
        where T : class, PipeContext
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Begun);
        await database.UntilItAnswersAsync(either.Token);
    }

    public Task PostCreate<T>(RetryPolicyContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;

    public Task PostFault<T>(RetryContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;

    public Task RetryFault<T>(RetryContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;

    public Task RetryComplete<T>(RetryContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;
}
