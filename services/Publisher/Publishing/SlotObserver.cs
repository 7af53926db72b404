using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Publishing;

/// <summary>
/// Looks where a proof's transaction is, writes into the ledger that it is mined, and sends it again when a reorganisation
/// took it out of the chain.
/// </summary>
sealed class SlotObserver(
    PublicationLedger ledger,
    TransactionProgress progress,
    Rebroadcast rebroadcast,
    IOptions<ChainOptions> options,
    ILogger<SlotObserver> logger
)
{
    /// <summary>Blocks that must follow on the one that holds the transaction.</summary>
    ulong Followers => (ulong)options.Value.Confirmations - 1;

    /// <exception cref="EthereumException">The chain gave no good answer.</exception>
    public async Task<SlotSighting> LookAsync(
        PublishingChain chain,
        NonceSlot slot,
        CancellationToken cancellationToken
    )
    {
        var sighting = await LookForReceiptAsync(chain, slot, cancellationToken);
        if (sighting.Receipt is not null)
            return sighting;

        // In this order: if the nonce is used, what used it is in the ledger by then if it is ours, and a receipt that is
        // missing after that never comes.
        if (await IsUsedForGoodAsync(chain.Client, slot, sighting.Head, cancellationToken))
        {
            var again = await LookForReceiptAsync(chain, slot, cancellationToken);
            return again.Receipt is null ? again with { IsLost = true } : again;
        }

        if (sighting.Transactions.Any(transaction => transaction.State == PublicationTransactionState.Mined))
            await SendAgainAsync(chain, slot, sighting.Transactions, cancellationToken);
        return sighting with { IsLost = sighting.Transactions.Count == 0 };
    }

    async Task<SlotSighting> LookForReceiptAsync(
        PublishingChain chain,
        NonceSlot slot,
        CancellationToken cancellationToken
    )
    {
        var transactions = await ledger.FindSlotAsync(slot, cancellationToken);
        var (head, receipts) = await chain.Client.GetReceiptsAtHeadAsync(
            [.. transactions.Select(transaction => Bytes32.Parse(transaction.Hash))],
            cancellationToken
        );
        var (mined, receipt) = transactions.Zip(receipts).FirstOrDefault(pair => pair.Second is not null);
        if (receipt is null)
            return new SlotSighting(transactions, head, Receipt: null, IsConfirmed: false, IsLost: false);

        var isConfirmed = IsConfirmed(receipt, head);
        if (!isConfirmed && mined.BlockHash != receipt.BlockHash.ToString())
            await progress.MarkMinedAsync(receipt, cancellationToken);
        return new SlotSighting(transactions, head, receipt, isConfirmed, IsLost: false);
    }

    /// <returns>The receipt of a transaction that may be anybody's, once it is confirmed; null before.</returns>
    public async Task<SlotSighting> LookAsync(
        PublishingChain chain,
        Bytes32 transaction,
        CancellationToken cancellationToken
    )
    {
        var (head, receipts) = await chain.Client.GetReceiptsAtHeadAsync([transaction], cancellationToken);
        var receipt = receipts[0];
        return new SlotSighting([], head, receipt, receipt is not null && IsConfirmed(receipt, head), receipt is null);
    }

    bool IsConfirmed(TransactionReceipt receipt, ulong head) =>
        Followers == 0 || head >= receipt.BlockNumber + Followers;

    /// <summary>Is a transaction with this nonce, whichever it is, in a block that has its confirmations?</summary>
    async Task<bool> IsUsedForGoodAsync(
        EthereumClient client,
        NonceSlot slot,
        ulong head,
        CancellationToken cancellationToken
    )
    {
        var block =
            Followers == 0 ? BlockParameter.Latest
            : head > Followers ? BlockParameter.Number(head - Followers)
            : BlockParameter.Earliest;
        return await client.GetTransactionCountAsync(slot.Signer, block, cancellationToken) > (ulong)slot.Nonce;
    }

    async Task SendAgainAsync(
        PublishingChain chain,
        NonceSlot slot,
        IReadOnlyList<PublicationTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        foreach (var mined in transactions.Where(row => row.State == PublicationTransactionState.Mined))
        {
            logger.Reorganised(mined.Hash, mined.Nonce, mined.BlockNumber);
            await progress.MarkReorganisedAsync(mined.Hash, cancellationToken);
        }

        await rebroadcast.SendOpenAsync(chain.Client, chain.ChainId, slot.Signer, cancellationToken);
    }
}
