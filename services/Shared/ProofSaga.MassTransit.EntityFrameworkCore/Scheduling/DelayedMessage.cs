using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// A message that waits for its time has an outbox of its own: it holds back no other message of its transaction and none holds it back, no delivery looks at
/// it before it is due, and its token, which is the outbox's key, finds it.
/// </summary>
/// <param name="MayReplace">A message with the same token may wait already; this one takes its place.</param>
sealed record DelayedMessage(OutboxState Outbox, OutboxMessage Message, bool MayReplace)
{
    public Guid TokenId => Outbox.OutboxId;

    public DateTime DueTime => Message.EnqueueTime.GetValueOrDefault();

    /// <summary>Null for a message that is to go at once with the others of its transaction.</summary>
    /// <param name="now">UTC.</param>
    public static DelayedMessage? From(SendContext context, OutboxMessage message, DateTime now)
    {
        var scheduled = context.TryGetPayload(out ScheduledSend? send) ? send : null;
        if (scheduled is null && (message.EnqueueTime is null || message.EnqueueTime <= now))
            return null;

        var outbox = new OutboxState
        {
            OutboxId = scheduled?.TokenId ?? NewId.NextGuid(),
            Created = now,
            DeliverAfter = message.EnqueueTime,
        };
        message.OutboxId = outbox.OutboxId;
        return new DelayedMessage(outbox, message, MayReplace: scheduled is { TokenIsNew: false });
    }

    /// <summary>Stores it with the context's next SaveChanges.</summary>
    public void AddTo(DbContext context)
    {
        context.Add(Outbox);
        context.Add(Message);
    }
}
