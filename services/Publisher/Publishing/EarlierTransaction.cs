using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Publishing;

/// <summary>What an earlier attempt left in the ledger: prepared, perhaps sent, and its end not recorded.</summary>
sealed class EarlierTransaction(
    PublicationLedger ledger,
    SlotObserver observer,
    TransactionBroadcast broadcast,
    Rebroadcast rebroadcast
)
{
    /// <returns>The newest, which replaced the others; null when the proof has none.</returns>
    public async Task<PublicationTransaction?> FindAsync(
        PublishingChain chain,
        Guid proofId,
        CancellationToken cancellationToken
    )
    {
        var open = await ledger.FindOpenAsync(chain.ChainId, proofId, cancellationToken);
        return open.Count == 0 ? null : open[0];
    }

    /// <summary>Goes on with it where it is: sends the same bytes again unless it is mined.</summary>
    /// <returns>false when nothing fills the nonces before it, so that it is abandoned.</returns>
    public async Task<bool> TakeUpAsync(
        PublishingChain chain,
        PublicationTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var slot = NonceSlot.Of(transaction);
        if (!(await observer.LookAsync(chain, slot, cancellationToken)).IsWaiting)
            return true;

        // With those before it, without which it is not mined.
        await rebroadcast.SendOpenAsync(chain.Client, chain.ChainId, slot.Signer, cancellationToken);
        var now = await FindAsync(chain, transaction.ProofId, cancellationToken);
        if (now is null || NonceSlot.Of(now) != slot)
            return false;

        // A replacement is sent although the pool has the one that it replaces.
        if (now.State == PublicationTransactionState.Prepared)
            await broadcast.SendAsync(chain.Client, now, cancellationToken);
        return true;
    }

    /// <summary>Gives up what can't be mined any more because its nonce was used.</summary>
    public async Task AbandonAsync(NonceSlot slot, CancellationToken cancellationToken)
    {
        foreach (var transaction in await ledger.FindSlotAsync(slot, cancellationToken))
            await rebroadcast.AbandonAsync(transaction, "its nonce was used by another one", cancellationToken);
    }
}
