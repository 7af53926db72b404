namespace ProofSaga.SystemTests.Support;

static class Eventually
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>For what takes proofs, restarts or other processes.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks again until the answer is what is waited for, and gives it back.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isIt, string what)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isIt(answer))
                return answer;
            if (TimeProvider.System.GetElapsedTime(startedAt) > Patience)
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}. Last seen: {answer}");

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task HoldsAsync(Func<bool> fact, string what) =>
        GetAsync(() => Task.FromResult(fact()), holds => holds, what);
}
