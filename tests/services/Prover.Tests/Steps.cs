using System.Collections.Concurrent;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Tests;

/// <summary>Remembers the steps of a prover, and acts on them at once.</summary>
sealed class Steps(Action<string>? act = null) : IProgress<ProverProgress>
{
    readonly ConcurrentQueue<string> seen = new();

    public IReadOnlyCollection<string> Seen => seen;

    public void Report(ProverProgress value)
    {
        seen.Enqueue(value.Step);
        act?.Invoke(value.Step);
    }
}
