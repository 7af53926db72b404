using Microsoft.Extensions.Options;

namespace ProofSaga.Hosting.Shutdown;

/// <summary>How long things may go on in a process that stops.</summary>
sealed class StopPatience(IOptions<ShutdownOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
    : IDisposable
{
    readonly CancellationTokenSource atOnce = new();

    /// <summary>Cancelled when nothing is to go on any more, whatever grace is left.</summary>
    public CancellationToken AtOnce => atOnce.Token;

    public void EndAtOnce() => atOnce.Cancel();

    /// <summary>A token for what has less time than the grace.</summary>
    /// <param name="patience">The time; the grace if that is shorter.</param>
    /// <param name="begin">When the time begins: cancelled then.</param>
    /// <returns>Cancelled when the time is over, or nothing is to go on any more.</returns>
    public CancellationToken After(TimeSpan patience, CancellationToken begin)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(AtOnce);
        var limit = patience < options.Value.Grace ? patience : options.Value.Grace;
        begin.Register(() => _ = EndAfterAsync(end, limit));
        return end.Token;
    }

    public void Dispose() => atOnce.Dispose();

    async Task EndAfterAsync(CancellationTokenSource end, TimeSpan limit)
    {
        await Task.Delay(limit, time, lifetime.ApplicationStopped)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await end.CancelAsync();
    }
}
