using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Persistence.Tests;

/// <summary>Rows with nothing in them but what a test is about.</summary>
static class LedgerRows
{
    static readonly DateTime Time = new(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc);

    public static Proof Proof(Guid id, ProofStatus status) =>
        new()
        {
            Id = id,
            CreatedAt = Time,
            Status = status,
        };

    /// <summary>The proof is alone in its batch.</summary>
    public static PublicationItem Item(Guid proofId) => new() { BatchId = proofId, ProofId = proofId };

    /// <param name="number">Later ones were prepared later.</param>
    public static PublicationTransaction Transaction(Guid proofId, PublicationTransactionState state, int number = 0) =>
        new()
        {
            Hash = $"0x{proofId:N}{number}",
            BatchId = proofId,
            State = state,
            PreparedAt = Time.AddSeconds(number),
        };
}
