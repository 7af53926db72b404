namespace ProofSaga.Ethereum.Rpc.Endpoints;

/// <summary>Until when an endpoint that limits our rate, or asks for a pause, is left alone.</summary>
sealed class RateLimit(TimeProvider time)
{
    /// <summary>For an endpoint that does not say how long.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(1);

    /// <summary>The most that an endpoint is given, whatever it asks for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    readonly Lock gate = new();
    long since;
    TimeSpan wait;

    /// <value>Zero or less when it may be asked.</value>
    public TimeSpan Remaining
    {
        get
        {
            lock (gate)
                return wait - time.GetElapsedTime(since);
        }
    }

    /// <param name="asked">What the endpoint asks for; null if it does not say.</param>
    public void Begin(TimeSpan? asked)
    {
        var bounded =
            asked is { } some && some < LongestWait ? some
            : asked is null ? DefaultWait
            : LongestWait;
        lock (gate)
            (since, wait) = (time.GetTimestamp(), bounded);
    }
}
