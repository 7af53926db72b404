using MassTransit;

namespace ProofSaga.Hosting.Shutdown;

/// <summary>
/// Knows when the bus begins to stop: no earlier may a message that only waits go back to its queue, which would hand it to
/// the same process again.
/// </summary>
public sealed class BusStop : IBusObserver, IDisposable
{
    readonly CancellationTokenSource begun = new();

    /// <summary>Cancelled when the bus begins to stop.</summary>
    public CancellationToken Begun => begun.Token;

    public Task PreStop(IBus bus) => begun.CancelAsync();

    public void PostCreate(IBus bus) { }

    public void CreateFaulted(Exception exception) { }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public void Dispose() => begun.Dispose();
}
