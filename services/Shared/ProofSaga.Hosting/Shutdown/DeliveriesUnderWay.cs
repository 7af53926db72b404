using MassTransit;

namespace ProofSaga.Hosting.Shutdown;

/// <summary>Counts the messages that pass through the process.</summary>
sealed class DeliveriesUnderWay : IReceiveObserver
{
    int underWay;
    int finished;
    int givenBack;

    public DeliveryCounts Count() =>
        new(Volatile.Read(ref underWay), Volatile.Read(ref finished), Volatile.Read(ref givenBack));

    public Task PreReceive(ReceiveContext context)
    {
        Interlocked.Increment(ref underWay);
        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context) =>
        context.IsDelivered || context.IsFaulted ? End(ref finished) : End(ref givenBack);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => End(ref givenBack);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    Task End(ref int counter)
    {
        Interlocked.Increment(ref counter);
        Interlocked.Decrement(ref underWay);
        return Task.CompletedTask;
    }
}
