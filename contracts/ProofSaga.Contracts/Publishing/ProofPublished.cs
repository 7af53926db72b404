namespace ProofSaga.Contracts.Publishing;

/// <summary>The publish stage is over for this proof.</summary>
/// <param name="Run">Who was at it, and when; null from a worker of an earlier version.</param>
public sealed record ProofPublished(Guid ProofId, int Attempt, Publication Publication, AttemptRun? Run = null);
