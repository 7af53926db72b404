namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Works off a backlog in rounds; several side by side while there is a lot, so that one claims or records while another sends.</summary>
static class ParallelRounds
{
    const int SideBySide = 4;

    /// <summary>Then other backlogs have their turn, and the caller looks whether the bus is up.</summary>
    const int MostInARow = 16;

    /// <summary>The results of all rounds that it took, at least one. Throws what a round throws, once the others have ended.</summary>
    /// <param name="isFull">Whether a round took as much as it may, so that there is likely more.</param>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(
        Func<CancellationToken, Task<T>> round,
        Predicate<T> isFull,
        CancellationToken cancellationToken
    )
    {
        var first = await round(cancellationToken);
        if (!isFull(first))
            return [first];

        var rows = await Task.WhenAll(Enumerable.Range(0, SideBySide).Select(_ => RunInARowAsync()));
        return [first, .. rows.SelectMany(row => row)];

        async Task<List<T>> RunInARowAsync()
        {
            var results = new List<T>();
            do results.Add(await round(cancellationToken));
            while (isFull(results[^1]) && results.Count < MostInARow && !cancellationToken.IsCancellationRequested);
            return results;
        }
    }
}
