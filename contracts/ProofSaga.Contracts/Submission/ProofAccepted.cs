namespace ProofSaga.Contracts.Submission;

/// <summary>A submission passed every check of intake and is stored.</summary>
/// <param name="ProofId">The proof's id.</param>
/// <param name="Circuit">The circuit's name.</param>
/// <param name="ProofSystem">The proof system that will be used.</param>
/// <param name="Client">Who asked.</param>
/// <param name="Priority">The lane it runs in.</param>
/// <param name="Publish">Is the proof to be published on chain?</param>
/// <param name="AcceptedAt">When intake stored it (UTC).</param>
public sealed record ProofAccepted(
    Guid ProofId,
    string Circuit,
    string ProofSystem,
    string Client,
    ProofPriority Priority,
    bool Publish,
    DateTimeOffset AcceptedAt
);
