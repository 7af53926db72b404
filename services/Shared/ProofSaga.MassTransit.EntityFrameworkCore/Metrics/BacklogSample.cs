namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What waited to be sent at one time.</summary>
/// <param name="OldestDue">Since when the oldest pending message is due, UTC; null if none is pending.</param>
sealed record BacklogSample(long Pending, DateTime? OldestDue, long SetAside);
