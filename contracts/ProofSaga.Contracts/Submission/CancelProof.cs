namespace ProofSaga.Contracts.Submission;

/// <summary>Orders that a proof be given up. Too late once a transaction is broadcast.</summary>
public sealed record CancelProof(Guid ProofId, string Reason);
