namespace ProofSaga.SystemTests.Support;

/// <summary>What <c>GET /api/v1/proofs/{id}</c> says, as far as the tests read it.</summary>
sealed record ProofAnswer(
    Guid ProofId,
    string Status,
    int Progress,
    int Attempt,
    string? ArtifactSha256,
    PublicationAnswer? Publication,
    ErrorAnswer? Error
)
{
    public bool IsOver => Status is "completed" or "failed" or "cancelled";
}
