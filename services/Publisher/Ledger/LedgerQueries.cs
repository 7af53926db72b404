using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Publishing;

namespace ProofSaga.Publisher.Ledger;

/// <summary>The sets of rows that the ledger works on.</summary>
static class LedgerQueries
{
    public static IQueryable<PublicationTransaction> OfSigner(
        this ProofSagaDbContext db,
        long chainId,
        string signer
    ) => db.PublicationTransactions.Where(row => row.ChainId == chainId && row.Signer == signer);

    /// <summary>Those of the batch that could be mined with the nonce. An abandoned one may be of a chain that was reset since.</summary>
    public static IQueryable<PublicationTransaction> InSlot(this ProofSagaDbContext db, NonceSlot slot) =>
        db.OfSigner(slot.ChainId, slot.SignerName)
            .Where(row =>
                row.Nonce == slot.Nonce
                && row.BatchId == slot.BatchId
                && row.State != PublicationTransactionState.Abandoned
            );

    /// <summary>Those that publish any of the proofs, with the proof.</summary>
    public static IQueryable<ProofTransaction> OfProofs(
        this ProofSagaDbContext db,
        IReadOnlyCollection<Guid> proofIds,
        IQueryable<PublicationTransaction> transactions
    ) =>
        db
            .PublicationItems.Where(item => proofIds.Contains(item.ProofId))
            .Join(
                transactions,
                item => item.BatchId,
                transaction => transaction.BatchId,
                (item, transaction) => new ProofTransaction { ProofId = item.ProofId, Transaction = transaction }
            );

    /// <summary>Those whose end is not recorded.</summary>
    public static IQueryable<PublicationTransaction> WhereOpen(this IQueryable<PublicationTransaction> transactions) =>
        transactions.Where(row =>
            row.State == PublicationTransactionState.Prepared
            || row.State == PublicationTransactionState.Broadcast
            || row.State == PublicationTransactionState.Mined
        );

    /// <summary>Those that are in a block with their confirmations, whatever came of it.</summary>
    public static IQueryable<PublicationTransaction> WhereEnded(this IQueryable<PublicationTransaction> transactions) =>
        transactions.Where(row =>
            row.State == PublicationTransactionState.Confirmed || row.State == PublicationTransactionState.Reverted
        );

    public static IOrderedQueryable<PublicationTransaction> NewestFirst(
        this IQueryable<PublicationTransaction> transactions
    ) => transactions.OrderByDescending(row => row.PreparedAt);
}
