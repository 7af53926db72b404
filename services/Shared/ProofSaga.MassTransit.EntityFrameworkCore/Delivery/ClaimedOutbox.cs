namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>An outbox that was claimed, before its messages are read.</summary>
/// <param name="StateKey">The primary key of its row in OutboxState or InboxState.</param>
/// <param name="Owner">What its messages refer to it by: the outbox id, or message id and consumer id.</param>
/// <param name="DeliveryAttempts">Failed attempts so far.</param>
readonly record struct ClaimedOutbox<TKey>(TKey StateKey, (Guid?, Guid?) Owner, int DeliveryAttempts);
