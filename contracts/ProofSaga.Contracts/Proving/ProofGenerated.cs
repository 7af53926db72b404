namespace ProofSaga.Contracts.Proving;

/// <summary>A proof and its public signals are stored.</summary>
/// <param name="Attempt">The attempt that made it.</param>
/// <param name="ArtifactSha256">Content address of the stored proof: 64 lower-case hexadecimal digits.</param>
/// <param name="GenerationTime">Time from the start of the attempt to the stored proof.</param>
/// <param name="Run">Who was at it, and when; null from a worker of an earlier version.</param>
public sealed record ProofGenerated(
    Guid ProofId,
    int Attempt,
    string ArtifactSha256,
    TimeSpan GenerationTime,
    AttemptRun? Run = null
);
