namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What waits to be sent.</summary>
/// <param name="BusOutboxesDue">Of transactions without a consumed message.</param>
/// <param name="InboxDue">Of consumers.</param>
/// <param name="NextDue">When the next will be due that is not yet: a delayed message, the end of a back-off, or of the lease of a process that may have died; UTC, null if nothing waits.</param>
sealed record BacklogsInSight(bool BusOutboxesDue, bool InboxDue, DateTime? NextDue);
