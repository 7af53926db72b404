namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Says of a message on its way into an outbox that it was scheduled: the payload of its <see cref="SendContext"/>.</summary>
/// <param name="TokenId">What cancels it.</param>
/// <param name="DueTime">UTC.</param>
/// <param name="TokenIsNew">No message with this token can exist: it was made for this one.</param>
sealed record ScheduledSend(Guid TokenId, DateTime DueTime, bool TokenIsNew);
