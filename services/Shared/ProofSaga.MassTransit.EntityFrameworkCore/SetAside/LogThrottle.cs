namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Lets one of many like lines into the log every 15 seconds, so that an outage of a minute is a handful of lines however much waits.</summary>
sealed class LogThrottle(TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    readonly Lock state = new();
    long? passed;
    int held;

    /// <summary>Whether to log this one.</summary>
    /// <param name="leftOut">How many were not logged since the last one that was.</param>
    public bool TryPass(out int leftOut)
    {
        lock (state)
        {
            leftOut = held;
            if (passed is { } last && time.GetElapsedTime(last) < Interval)
            {
                held++;
                return false;
            }

            passed = time.GetTimestamp();
            held = 0;
            return true;
        }
    }
}
