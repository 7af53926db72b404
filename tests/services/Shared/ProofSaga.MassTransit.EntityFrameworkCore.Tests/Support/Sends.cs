using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Serialization;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>Sees what the outbox really hands to the transport, and can get in its way.</summary>
sealed class Sends : ISendObserver
{
    readonly ConcurrentQueue<Guid> messageIds = new();

    /// <summary>Runs before each message goes out; throws or waits to stop it.</summary>
    public Func<SendContext, Task> Before { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyCollection<Guid> MessageIds => messageIds;

    public Task PreSend<T>(SendContext<T> context)
        where T : class => typeof(T) == typeof(SerializedMessageBody) ? Before(context) : Task.CompletedTask;

    public Task PostSend<T>(SendContext<T> context)
        where T : class
    {
        if (typeof(T) == typeof(SerializedMessageBody))
            messageIds.Enqueue(context.MessageId.GetValueOrDefault());
        return Task.CompletedTask;
    }

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
