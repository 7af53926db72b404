using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Publishing.Fees;

namespace ProofSaga.Publisher.Publishing.Reorganisations;

/// <summary>
/// Brings a vanished publication back: by the very transaction that vanished, or by another one if its nonce was used
/// since. The job has long ended, so that all it takes is in the ledger.
/// </summary>
sealed class Republication(
    PublicationLedger ledger,
    VanishedPublications vanished,
    EarlierTransaction earlier,
    TransactionBroadcast broadcast,
    NonceSurvey nonces,
    FeePolicy fees,
    ReceiptWait wait,
    ILogger<Republication> logger
)
{
    /// <summary>Once: what is lost again meanwhile is taken up by the next look back.</summary>
    /// <exception cref="PublicationException">Not now: transient.</exception>
    /// <exception cref="Ethereum.EthereumException">The chain gave no good answer.</exception>
    public async Task RunAsync(
        PublishingChain chain,
        PublicationTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var open = await earlier.FindAsync(chain, transaction.ProofId, cancellationToken);
        if (open is not null)
        {
            if (!await earlier.TakeUpAsync(chain, open, cancellationToken))
                return;
        }
        else
        {
            open = await PrepareAnewAsync(chain, transaction, cancellationToken);
            if (open is null)
                return;
        }

        var slot = NonceSlot.Of(open);
        if (await wait.ForAsync(chain, slot, cancellationToken) is not { } receipt)
        {
            await earlier.AbandonAsync(slot, cancellationToken);
            return;
        }

        var end = receipt.Succeeded ? PublicationTransactionState.Confirmed : PublicationTransactionState.Reverted;
        await ledger.MarkEndAsync(receipt, end, cancellationToken);
        if (receipt.Succeeded)
            logger.PublishedAgain(transaction.ProofId, receipt.TransactionHash.ToString());
    }

    async Task<PublicationTransaction?> PrepareAnewAsync(
        PublishingChain chain,
        PublicationTransaction lost,
        CancellationToken cancellationToken
    )
    {
        if (await chain.Registry.IsPublishedAsync(RegistryIds.Proof(lost.ProofId), cancellationToken))
        {
            await vanished.ForgetAsync(lost.ProofId, cancellationToken);
            return null;
        }

        var paid = await fees.ForNewAsync(chain.Client, cancellationToken);
        var plan = SignedTransaction.Parse(lost.RawTransaction).Transaction with
        {
            MaxFeePerGas = paid.MaxFeePerGas,
            MaxPriorityFeePerGas = paid.MaxPriorityFeePerGas,
        };
        var reading = await nonces.ReadAsync(chain, cancellationToken);
        var prepared = await ledger.PrepareAsync(chain, lost.ProofId, plan, reading, cancellationToken);
        logger.Prepared(lost.ProofId, prepared.Hash, prepared.Nonce);
        await broadcast.SendAsync(chain.Client, prepared, cancellationToken);
        return prepared;
    }
}
