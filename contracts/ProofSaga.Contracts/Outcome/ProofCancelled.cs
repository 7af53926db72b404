namespace ProofSaga.Contracts.Outcome;

/// <summary>Terminal: the proof was given up on request.</summary>
public sealed record ProofCancelled(Guid ProofId, string Reason, DateTimeOffset CancelledAt);
