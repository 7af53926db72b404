namespace ProofSaga.Testing.Hosting;

public static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task HoldsAsync(Func<bool> fact, string what) => HoldsAsync(() => Task.FromResult(fact()), what);

    /// <summary>Waits until the fact holds.</summary>
    /// <exception cref="TimeoutException">It did not within a minute; names <paramref name="what"/> was awaited.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> fact, string what)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await fact())
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s in vain: {what}.");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
