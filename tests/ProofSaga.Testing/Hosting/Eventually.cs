namespace ProofSaga.Testing.Hosting;

/// <summary>Waits for facts.</summary>
public static class Eventually
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>How long a fact may take, on a busy machine, before a test fails.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks again until the answer is what is waited for, and gives it back.</summary>
    /// <param name="patience">For what takes longer than <see cref="Patience"/>, which is the default.</param>
    /// <exception cref="TimeoutException">It was not in time; names <paramref name="what"/> was awaited.</exception>
    public static async Task<T> GetAsync<T>(
        Func<Task<T>> ask,
        Func<T, bool> isIt,
        string what,
        TimeSpan? patience = null
    )
    {
        var limit = patience ?? Patience;
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isIt(answer))
                return answer;
            if (TimeProvider.System.GetElapsedTime(startedAt) > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}. Last seen: {answer}");

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>Waits until the fact holds.</summary>
    /// <exception cref="TimeoutException">It did not in time.</exception>
    public static Task HoldsAsync(Func<Task<bool>> fact, string what, TimeSpan? patience = null) =>
        GetAsync(fact, holds => holds, what, patience);

    /// <inheritdoc cref="HoldsAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task HoldsAsync(Func<bool> fact, string what) => HoldsAsync(() => Task.FromResult(fact()), what);
}
