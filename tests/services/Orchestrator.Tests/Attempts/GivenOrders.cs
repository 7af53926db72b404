using System.Collections.Concurrent;

namespace ProofSaga.Orchestrator.Tests.Attempts;

/// <summary>The orders that a prover got, from whichever process.</summary>
sealed class GivenOrders
{
    public ConcurrentQueue<(int Attempt, DateTime At)> All { get; } = [];
}
