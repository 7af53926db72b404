namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>One bus outbox: the messages of one transaction, sent in order, deleted with its last message. Times are UTC.</summary>
public class OutboxState : ISetAsideState
{
    public Guid OutboxId { get; set; }

    /// <summary>Who has the right to send these messages, until <see cref="DeliverAfter"/>.</summary>
    public Guid LockId { get; set; }

    /// <summary>The official table's column. Neither Postgres nor SQLite generates one; rows are guarded by row locks and <see cref="LockId"/>.</summary>
    public byte[]? RowVersion { get; set; }

    public DateTime Created { get; set; }

    /// <summary>The official table's column; here an outbox that was sent is deleted.</summary>
    public DateTime? Delivered { get; set; }

    /// <summary>The official table's column; here a message that was sent is deleted, so no position is kept.</summary>
    public long? LastSequenceNumber { get; set; }

    /// <inheritdoc cref="InboxState.DeliverAfter"/>
    public DateTime? DeliverAfter { get; set; }

    /// <inheritdoc cref="InboxState.DeliveryAttempts"/>
    public int DeliveryAttempts { get; set; }

    /// <inheritdoc cref="InboxState.SetAside"/>
    public DateTime? SetAside { get; set; }

    /// <inheritdoc cref="InboxState.SetAsideSequenceNumber"/>
    public long? SetAsideSequenceNumber { get; set; }

    /// <inheritdoc cref="InboxState.SetAsideReason"/>
    public string? SetAsideReason { get; set; }
}
