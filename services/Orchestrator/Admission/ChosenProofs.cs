using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>What a pool's turn goes to.</summary>
/// <param name="Proofs">In their order.</param>
/// <param name="Order">The fair order once they are admitted.</param>
/// <param name="LeavesSomething">Is anything left that waits?</param>
sealed record ChosenProofs(IReadOnlyList<QueuedProof> Proofs, FairOrder Order, bool LeavesSomething);
