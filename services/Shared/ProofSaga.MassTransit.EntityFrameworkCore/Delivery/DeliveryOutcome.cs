namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What came of one attempt to send an outbox.</summary>
/// <param name="Sent">Sequence numbers that need not be sent again.</param>
/// <param name="Failure">Why the first message that was not sent was not; null if nothing failed, though the lease may have run out before the end.</param>
sealed record DeliveryOutcome<TKey>(WaitingOutbox<TKey> Outbox, IReadOnlyList<long> Sent, DeliveryFailure? Failure);
