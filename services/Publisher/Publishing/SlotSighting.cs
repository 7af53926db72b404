using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Publishing;

/// <summary>What ledger and chain hold of a <see cref="NonceSlot"/>.</summary>
/// <param name="Transactions">Those of the ledger that could be mined in it, the newest first.</param>
/// <param name="Head">The number of the newest block.</param>
/// <param name="Receipt">Of the one that is in a block; null when none is.</param>
/// <param name="IsConfirmed">Has its block the configured confirmations?</param>
/// <param name="IsLost">None is in a block, and none will be: another transaction was mined with the nonce.</param>
sealed record SlotSighting(
    IReadOnlyList<PublicationTransaction> Transactions,
    ulong Head,
    TransactionReceipt? Receipt,
    bool IsConfirmed,
    bool IsLost
)
{
    public bool IsWaiting => Receipt is null && !IsLost;

    /// <summary>The newest that is prepared or broadcast.</summary>
    public PublicationTransaction? Newest =>
        Transactions.FirstOrDefault(transaction =>
            transaction.State is PublicationTransactionState.Prepared or PublicationTransactionState.Broadcast
        );
}
