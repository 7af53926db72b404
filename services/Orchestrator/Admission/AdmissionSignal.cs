namespace ProofSaga.Orchestrator.Admission;

/// <summary>Wakes this process's dispatcher; a call while it works is not lost.</summary>
public sealed class AdmissionSignal : IDisposable
{
    readonly SemaphoreSlim wake = new(0, 1);
    readonly Lock gate = new();
    volatile bool proofsWait;

    /// <summary>A proof has begun to wait.</summary>
    public void Entered()
    {
        lock (gate)
        {
            if (wake.CurrentCount == 0)
                wake.Release();
        }
    }

    /// <summary>A proof has left the workers: of interest as long as another waits.</summary>
    public void Left()
    {
        if (proofsWait)
            Entered();
    }

    public void Dispose() => wake.Dispose();

    /// <summary>What the last turn has seen.</summary>
    internal void Note(bool somethingWaits) => proofsWait = somethingWaits;

    /// <returns>Whether it was called; else the time is over.</returns>
    internal Task<bool> WaitAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        wake.WaitAsync(limit, cancellationToken);
}
