using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Persistence.Publications;

/// <summary>What the publication ledger holds of one proof. Lock the proof's row first if the answer must stay true.</summary>
public static class ProofTransactions
{
    /// <summary>The newest transaction that was prepared for the proof, unless it can never be mined.</summary>
    /// <returns>Its hash; null when there is none, so that the proof can still be given up.</returns>
    public static Task<string?> FindTransactionHashAsync(
        this ProofSagaDbContext db,
        Guid proofId,
        CancellationToken cancellationToken
    ) =>
        db.TransactionsOf(proofId)
            .Where(row => row.State != PublicationTransactionState.Abandoned)
            .OrderByDescending(row => row.PreparedAt)
            .Select(row => row.Hash)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Has a transaction published the proof, or could one that was prepared still do it?</summary>
    public static Task<bool> MayBeOnChainAsync(
        this ProofSagaDbContext db,
        Guid proofId,
        CancellationToken cancellationToken
    ) =>
        db.TransactionsOf(proofId)
            .AnyAsync(
                row =>
                    row.State == PublicationTransactionState.Prepared
                    || row.State == PublicationTransactionState.Broadcast
                    || row.State == PublicationTransactionState.Mined
                    || row.State == PublicationTransactionState.Confirmed,
                cancellationToken
            );

    static IQueryable<PublicationTransaction> TransactionsOf(this ProofSagaDbContext db, Guid proofId) =>
        db.PublicationTransactions.Where(row =>
            db.PublicationItems.Any(item => item.BatchId == row.BatchId && item.ProofId == proofId)
        );
}
