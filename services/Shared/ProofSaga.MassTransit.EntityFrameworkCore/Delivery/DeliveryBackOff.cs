namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>How long to leave something alone that has just failed: 1, 2, 4, … seconds, at most one minute.</summary>
static class DeliveryBackOff
{
    public const double LongestSeconds = 60;

    /// <summary>The time until the next attempt.</summary>
    /// <param name="failures">How often it has failed in a row, from 1.</param>
    public static TimeSpan After(int failures) =>
        TimeSpan.FromSeconds(Math.Min(LongestSeconds, Math.Pow(2, Math.Min(failures, 10) - 1)));
}
