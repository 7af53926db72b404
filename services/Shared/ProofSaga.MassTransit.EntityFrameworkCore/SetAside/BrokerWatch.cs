namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What sending has told of the broker: when it last took a message, and since when it takes none.</summary>
sealed class BrokerWatch(TimeProvider time)
{
    readonly Lock state = new();
    long lastTaken = long.MinValue;
    long? awaySince;

    /// <summary>The broker took a message. For how long it had taken none; null if it had not been missed.</summary>
    public TimeSpan? Took()
    {
        lock (state)
        {
            lastTaken = time.GetTimestamp();
            var away = awaySince is { } since ? time.GetElapsedTime(since) : (TimeSpan?)null;
            awaySince = null;
            return away;
        }
    }

    /// <summary>Whether the broker took some message after this time stamp.</summary>
    public bool TookAfter(long timestamp)
    {
        lock (state)
            return lastTaken > timestamp;
    }

    /// <summary>
    /// The broker did not take a message, as if it were away. How long to wait before the next attempt: as long as it has been away already, between 1 and 60
    /// seconds. Belongs to the broker and not to the message, so that messages do not wait longer than that once it is back.
    /// </summary>
    public TimeSpan Missed()
    {
        lock (state)
        {
            awaySince ??= time.GetTimestamp();
            var away = time.GetElapsedTime(awaySince.Value);
            return TimeSpan.FromSeconds(Math.Clamp(away.TotalSeconds, 1, DeliveryBackOff.LongestSeconds));
        }
    }
}
