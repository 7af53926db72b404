namespace ProofSaga.Orchestrator.Cancellation;

/// <summary>The transaction for which it is too late to cancel a proof.</summary>
sealed record FoundTransaction(string Hash);
