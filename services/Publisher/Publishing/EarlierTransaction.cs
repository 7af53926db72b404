using ProofSaga.Ethereum;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Publishing;

/// <summary>What an earlier attempt left in the ledger: prepared, perhaps sent, and its end not recorded.</summary>
sealed class EarlierTransaction(PublicationLedger ledger, TransactionBroadcast broadcast, Rebroadcast rebroadcast)
{
    public async Task<PublicationTransaction?> FindAsync(
        PublishingChain chain,
        Guid proofId,
        CancellationToken cancellationToken
    )
    {
        var transactions = await ledger.FindAsync(proofId, chain.ChainId, cancellationToken);
        return transactions.FirstOrDefault(transaction =>
            transaction.State is PublicationTransactionState.Prepared or PublicationTransactionState.Broadcast
        );
    }

    /// <summary>Goes on with it where it is: sends the same bytes again unless it is mined.</summary>
    /// <returns>false when it can never be mined, and is abandoned.</returns>
    public async Task<bool> TakeUpAsync(
        PublishingChain chain,
        PublicationTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var slot = NonceSlot.Of(transaction);
        // The nonce first: if it was used by then, a receipt that is missing after that never comes.
        var isUsed = await ReceiptWait.IsUsedAsync(chain.Client, slot, cancellationToken);
        var hash = Bytes32.Parse(transaction.Hash);
        if (await chain.Client.GetTransactionReceiptAsync(hash, cancellationToken) is not null)
            return true;

        if (isUsed)
        {
            await rebroadcast.AbandonAsync(transaction, "its nonce was used by another one", cancellationToken);
            return false;
        }

        // With those before it, without which it is not mined.
        await rebroadcast.SendOpenAsync(chain.Client, chain.ChainId, slot.Signer, cancellationToken);
        var now = await FindAsync(chain, transaction.ProofId, cancellationToken);
        if (now?.Hash != transaction.Hash)
            return false;

        if (now.State == PublicationTransactionState.Prepared)
            await broadcast.SendAsync(chain.Client, now, cancellationToken);
        return true;
    }
}
