namespace ProofSaga.Contracts.Verification;

public sealed record ProofVerificationFailed(Guid ProofId, int Attempt, FailureKind Kind, string Code, string Error);
