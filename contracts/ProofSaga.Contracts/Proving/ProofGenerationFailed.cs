namespace ProofSaga.Contracts.Proving;

/// <param name="Run">Who was at it, and when; null from a worker of an earlier version, or one that threw.</param>
public sealed record ProofGenerationFailed(
    Guid ProofId,
    int Attempt,
    FailureKind Kind,
    string Code,
    string Error,
    AttemptRun? Run = null
);
