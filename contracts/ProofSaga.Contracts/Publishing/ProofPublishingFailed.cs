namespace ProofSaga.Contracts.Publishing;

public sealed record ProofPublishingFailed(Guid ProofId, int Attempt, FailureKind Kind, string Code, string Error);
