namespace ProofSaga.Contracts.Publishing;

/// <summary>The publish stage is over for this proof.</summary>
public sealed record ProofPublished(Guid ProofId, int Attempt, Publication Publication);
