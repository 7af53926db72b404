namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What OutboxState and InboxState have in common: the row of an outbox that can be set aside.</summary>
interface ISetAsideState
{
    Guid LockId { get; }

    DateTime? DeliverAfter { get; }

    int DeliveryAttempts { get; }

    DateTime? SetAside { get; }

    long? SetAsideSequenceNumber { get; }

    string? SetAsideReason { get; }
}
