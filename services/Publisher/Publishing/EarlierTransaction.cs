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
    /// <returns>Where it can be mined; null when the proof has none.</returns>
    public async Task<NonceSlot?> FindAsync(PublishingChain chain, Guid proofId, CancellationToken cancellationToken) =>
        await ledger.FindOpenAsync(chain.ChainId, proofId, cancellationToken) is { } open ? NonceSlot.Of(open) : null;

    /// <summary>Goes on with it where it is: sends the same bytes again unless it is mined.</summary>
    /// <returns>false when nothing fills the nonces before it, so that it is abandoned.</returns>
    public async Task<bool> TakeUpAsync(PublishingChain chain, NonceSlot slot, CancellationToken cancellationToken)
    {
        if (!(await observer.LookAsync(chain, slot, cancellationToken)).IsWaiting)
            return true;

        // With those before it, without which it is not mined.
        await rebroadcast.SendOpenAsync(chain.Client, chain.ChainId, slot.Signer, cancellationToken);
        var transactions = await ledger.FindSlotAsync(slot, cancellationToken);
        if (transactions.Count == 0)
            return false;

        // A replacement is sent although the pool has the one that it replaces.
        if (transactions[0].State == PublicationTransactionState.Prepared)
            await broadcast.SendAsync(chain.Client, transactions[0], cancellationToken);
        return true;
    }

    /// <summary>Gives up what can't be mined any more because its nonce was used.</summary>
    public async Task AbandonAsync(NonceSlot slot, CancellationToken cancellationToken)
    {
        foreach (var transaction in await ledger.FindSlotAsync(slot, cancellationToken))
            await rebroadcast.AbandonAsync(transaction, "its nonce was used by another one", cancellationToken);
    }
}
