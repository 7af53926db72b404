namespace ProofSaga.Contracts.Verification;

/// <param name="Run">Who was at it, and when; null from a worker of an earlier version.</param>
public sealed record ProofVerified(Guid ProofId, int Attempt, AttemptRun? Run = null);
