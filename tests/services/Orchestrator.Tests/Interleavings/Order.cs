using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <summary>An attempt that the saga has ordered.</summary>
readonly record struct Order(ProofStage Stage, int Attempt);
