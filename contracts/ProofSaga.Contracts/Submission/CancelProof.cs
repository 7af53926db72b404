namespace ProofSaga.Contracts.Submission;

/// <summary>Orders that a proof be given up. Too late once a transaction for it is signed and stored.</summary>
public sealed record CancelProof(Guid ProofId, string Reason);
