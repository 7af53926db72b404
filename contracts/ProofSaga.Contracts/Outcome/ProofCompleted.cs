using ProofSaga.Contracts.Publishing;

namespace ProofSaga.Contracts.Outcome;

/// <summary>Terminal: the proof is generated, verified and, where asked for, published.</summary>
/// <param name="ArtifactSha256">Content address of the proof in the artifact store.</param>
public sealed record ProofCompleted(
    Guid ProofId,
    string Circuit,
    string ProofSystem,
    string Client,
    string ArtifactSha256,
    Publication Publication,
    DateTimeOffset CompletedAt
);
