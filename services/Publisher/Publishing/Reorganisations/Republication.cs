using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Publishing.Fees;

namespace ProofSaga.Publisher.Publishing.Reorganisations;

/// <summary>
/// Brings a vanished batch back: by the very transaction that vanished, or by another one if its nonce was used since. The
/// jobs have long ended, so that all it takes is in the ledger.
/// </summary>
sealed class Republication(
    PublicationLedger ledger,
    TransactionPreparation preparation,
    VanishedPublications vanished,
    TransactionBroadcast broadcast,
    NonceSurvey nonces,
    FeePolicy fees,
    SlotFollower follower,
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
        var proofIds = await ledger.FindProofIdsAsync(transaction.BatchId, cancellationToken);
        var receipt = await ledger.FindOpenOfBatchAsync(chain.ChainId, transaction.BatchId, cancellationToken)
            is { } open
            ? await follower.TakeUpAsync(chain, NonceSlot.Of(open), cancellationToken)
            : await PublishAnewAsync(chain, transaction, proofIds, cancellationToken);
        if (receipt is { Succeeded: true })
            logger.PublishedAgain(receipt.TransactionHash.ToString(), proofIds);
    }

    /// <returns>null when there is nothing to publish, or another transaction took the nonce.</returns>
    async Task<TransactionReceipt?> PublishAnewAsync(
        PublishingChain chain,
        PublicationTransaction lost,
        IReadOnlyList<Guid> proofIds,
        CancellationToken cancellationToken
    )
    {
        if (await AreAllPublishedAsync(chain, proofIds, cancellationToken))
        {
            await vanished.ForgetAsync(lost.BatchId, cancellationToken);
            return null;
        }

        var paid = await fees.ForNewAsync(chain.Client, cancellationToken);
        var plan = SignedTransaction.Parse(lost.RawTransaction).Transaction with
        {
            MaxFeePerGas = paid.MaxFeePerGas,
            MaxPriorityFeePerGas = paid.MaxPriorityFeePerGas,
        };
        var reading = await nonces.ReadAsync(chain, cancellationToken);
        var prepared = await preparation.PrepareAgainAsync(chain, lost.BatchId, plan, reading, cancellationToken);
        logger.Prepared(prepared.Hash, prepared.Nonce, proofIds.Count, proofIds);
        await broadcast.SendAsync(chain.Client, prepared, cancellationToken);
        return await follower.FollowAsync(chain, NonceSlot.Of(prepared), cancellationToken);
    }

    static async Task<bool> AreAllPublishedAsync(
        PublishingChain chain,
        IReadOnlyList<Guid> proofIds,
        CancellationToken cancellationToken
    )
    {
        foreach (var proofId in proofIds)
        {
            if (!await chain.Registry.IsPublishedAsync(RegistryIds.Proof(proofId), cancellationToken))
                return false;
        }

        return true;
    }
}
