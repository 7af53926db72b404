namespace ProofSaga.Contracts.Publishing;

/// <summary>Orders the publication of a verified proof on chain.</summary>
public sealed record PublishProof(Guid ProofId, int Attempt, string Circuit, string ProofSystem);
