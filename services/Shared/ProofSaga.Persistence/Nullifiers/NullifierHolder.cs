using ProofSaga.Contracts.Publishing;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Persistence.Nullifiers;

/// <summary>The proof that a nullifier is reserved for.</summary>
/// <param name="Publication">What came of its publication; null before.</param>
public sealed record NullifierHolder(Guid ProofId, ProofStatus Status, PublicationStatus? Publication)
{
    /// <summary>Why nobody else may have the nullifier, for a person.</summary>
    public string Explain() =>
        Publication == PublicationStatus.Published
            ? $"nullifier already spent by proof {ProofId}"
            : $"nullifier is reserved by proof {ProofId}, which is {SnakeCase.Of(Status)}";
}
