namespace ProofSaga.Orchestrator.Admission;

/// <summary>The proof's generation has to be ordered anew.</summary>
sealed record LostOrder;
