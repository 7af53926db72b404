using MassTransit;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>What observers are told of the messages that a bus consumes.</summary>
sealed class ConsumeOutcomes : IReceiveObserver
{
    readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int consumed;
    int faulted;

    public int Consumed => Volatile.Read(ref consumed);

    public int Faulted => Volatile.Read(ref faulted);

    /// <summary>Waits for any of them; fails after 30 seconds.</summary>
    public Task FirstAsync() => first.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        Interlocked.Increment(ref consumed);
        first.TrySetResult();
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        Interlocked.Increment(ref faulted);
        first.TrySetResult();
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
