using MassTransit.Scheduling;
using MassTransit.Transports;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Marks a message as scheduled, for the outbox and (by a header) for its consumer; what the caller configures comes after.</summary>
sealed class ScheduledSendPipe<TMessage> : SendContextPipeAdapter<TMessage>
    where TMessage : class
{
    readonly ScheduledSend scheduled;

    /// <param name="dueTime">UTC.</param>
    public ScheduledSendPipe(TMessage message, DateTime dueTime, IPipe<SendContext<TMessage>> pipe)
        : base(pipe)
    {
        var newToken = NewId.NextGuid();
        var token = ScheduleTokenIdCache<TMessage>.GetTokenId(message, newToken);
        scheduled = new ScheduledSend(token, dueTime, token == newToken);
    }

    /// <inheritdoc cref="ScheduledSend.TokenId"/>
    public Guid TokenId => scheduled.TokenId;

    protected override void Send(SendContext<TMessage> context)
    {
        context.ScheduledMessageId = scheduled.TokenId;
        context.Headers.Set(MessageHeaders.SchedulingTokenId, scheduled.TokenId.ToString("D"));
        context.AddOrUpdatePayload(() => scheduled, _ => scheduled);
    }

    protected override void Send<T>(SendContext<T> context)
    {
        // what is set above, is set on the message itself
    }
}
