namespace ProofSaga.Contracts.Proving;

public sealed record ProofGenerationFailed(Guid ProofId, int Attempt, FailureKind Kind, string Code, string Error);
