namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Messages of one committed transaction that wait to be sent, in order. There may be more of them in the table.</summary>
/// <param name="StateKey">The primary key of its row in OutboxState or InboxState.</param>
/// <param name="DeliveryAttempts">Failed attempts so far.</param>
sealed record WaitingOutbox<TKey>(TKey StateKey, int DeliveryAttempts, IReadOnlyList<OutboxMessage> Messages);
