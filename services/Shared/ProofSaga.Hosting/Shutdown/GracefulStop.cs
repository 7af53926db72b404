using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace ProofSaga.Hosting.Shutdown;

/// <summary>Tells the operator how the process ends, and obeys a second signal: what still runs is given back at once.</summary>
sealed class GracefulStop(
    DeliveriesUnderWay deliveries,
    StopPatience patience,
    IOptions<ShutdownOptions> options,
    TimeProvider time,
    ILogger<GracefulStop> logger
) : IHostedLifecycleService, IDisposable
{
    readonly List<PosixSignalRegistration> signals = [];
    DeliveryCounts before;
    long startedAt;

    /// <summary>Before anything else stops.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        startedAt = time.GetTimestamp();
        before = deliveries.Count();
        logger.Stopping(before.UnderWay, options.Value.Grace);
        // the signal that stops us was before these
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndAtOnce));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, EndAtOnce));
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        var after = deliveries.Count();
        logger.Stopped(
            time.GetElapsedTime(startedAt),
            after.Finished - before.Finished,
            after.GivenBack - before.GivenBack
        );
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
    }

    void EndAtOnce(PosixSignalContext signal)
    {
        signal.Cancel = true;
        logger.StoppingAtOnce(deliveries.Count().UnderWay);
        patience.EndAtOnce();
    }
}
