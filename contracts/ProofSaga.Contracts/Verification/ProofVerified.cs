namespace ProofSaga.Contracts.Verification;

public sealed record ProofVerified(Guid ProofId, int Attempt);
