using MassTransit;

namespace ProofSaga.Prover.Tests.Host;

/// <summary>Refuses the first publication of a message of one type.</summary>
sealed class PublicationOutage<TRefused> : IPublishObserver
    where TRefused : class
{
    int refusals;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class =>
        context is PublishContext<TRefused> && Interlocked.Increment(ref refusals) == 1
            ? throw new IOException("the broker is away")
            : Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
