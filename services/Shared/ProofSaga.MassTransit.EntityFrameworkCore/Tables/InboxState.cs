namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A message that one consumer has received: what makes a second delivery of it do nothing. Times are UTC.</summary>
public class InboxState : ISetAsideState
{
    public long Id { get; set; }

    public Guid MessageId { get; set; }

    public Guid ConsumerId { get; set; }

    /// <summary>Who has the right to send this consumer's outgoing messages, until <see cref="DeliverAfter"/>.</summary>
    public Guid LockId { get; set; }

    /// <summary>The official table's column. Neither Postgres nor SQLite generates one; rows are guarded by row locks and <see cref="LockId"/>.</summary>
    public byte[]? RowVersion { get; set; }

    public DateTime Received { get; set; }

    /// <summary>How often the message arrived at this consumer, from 1.</summary>
    public int ReceiveCount { get; set; }

    /// <summary>When the message itself expires; null: never.</summary>
    public DateTime? ExpirationTime { get; set; }

    /// <summary>When the consumer's effect was committed.</summary>
    public DateTime? Consumed { get; set; }

    /// <summary>When the last of its outgoing messages was sent; equals <see cref="Consumed"/> if there were none.</summary>
    public DateTime? Delivered { get; set; }

    /// <summary>The official table's column; here a message that was sent is deleted, so no position is kept.</summary>
    public long? LastSequenceNumber { get; set; }

    /// <summary>Not to be sent by anyone else before this time: the end of a sender's lease, the back-off after a failure, or when the next delayed message is due. Null: nothing waits, or the official package wrote it. The end of time: set aside.</summary>
    public DateTime? DeliverAfter { get; set; }

    /// <summary>How often the first message was refused since the last success.</summary>
    public int DeliveryAttempts { get; set; }

    /// <summary>Since when nobody tries to send its messages any more; null: it is not set aside.</summary>
    public DateTime? SetAside { get; set; }

    /// <summary>The message that cannot be sent, by its <see cref="OutboxMessage.SequenceNumber"/>.</summary>
    public long? SetAsideSequenceNumber { get; set; }

    /// <summary>Why it could not be sent, at the last attempt; at most 1000 characters, none of them from the message's content.</summary>
    public string? SetAsideReason { get; set; }
}
