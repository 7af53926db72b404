namespace ProofSaga.Prover.Generating;

/// <summary>A token that is cancelled once two others are.</summary>
sealed class BothCancelled : IDisposable
{
    readonly CancellationTokenSource both = new();
    readonly CancellationTokenRegistration first;
    readonly CancellationTokenRegistration second;
    int left = 2;

    public BothCancelled(CancellationToken one, CancellationToken other)
    {
        first = one.Register(Arrive);
        second = other.Register(Arrive);
    }

    public CancellationToken Token => both.Token;

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        both.Dispose();
    }

    void Arrive()
    {
        if (Interlocked.Decrement(ref left) == 0)
            both.Cancel();
    }
}
