using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Ledger;

/// <summary>A proof and a transaction that publishes it, perhaps among others.</summary>
sealed record ProofTransaction
{
    // no positional parameters: EF looks into initialisers, not into constructors
    public required Guid ProofId { get; init; }

    public required PublicationTransaction Transaction { get; init; }
}
