using System.Linq.Expressions;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>What decides whether a proof can be replayed.</summary>
sealed record FailedProof(
    Guid ProofId,
    ProofStatus Status,
    DateTime? FinishedAt,
    bool HasInputs,
    bool HasProof,
    bool IsVerified,
    long? GenerationTimeMs
)
{
    public static Expression<Func<Proof, FailedProof>> FromProof { get; } =
        proof => new FailedProof(
            proof.Id,
            proof.Status,
            proof.FinishedAt,
            proof.ProtectedInputs != null,
            proof.ArtifactSha256 != null,
            proof.VerifiedAt != null,
            proof.GenerationTimeMs
        );
}
