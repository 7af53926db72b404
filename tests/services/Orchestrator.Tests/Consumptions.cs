using System.Collections.Concurrent;
using MassTransit;

namespace ProofSaga.Orchestrator.Tests;

/// <summary>Tells when a message has been consumed, or with which exception it was not.</summary>
sealed class Consumptions : IConsumeObserver
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, TaskCompletionSource> expected = new();

    public Task Expect(Guid messageId) =>
        expected
            .GetOrAdd(messageId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously))
            .Task.WaitAsync(Patience);

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (expected.TryGetValue(context.MessageId!.Value, out var consumption))
            consumption.TrySetResult();

        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class
    {
        if (expected.TryGetValue(context.MessageId!.Value, out var consumption))
            consumption.TrySetException(exception);

        return Task.CompletedTask;
    }
}
