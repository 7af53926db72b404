using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Publishing.Batches;

namespace ProofSaga.Publisher.Publishing;

/// <summary>
/// Publishes a proof once, whatever happened to earlier attempts: take up the transaction that is in the ledger, or join one
/// that is made for many; when it is mined, see what the registry made of this proof.
/// </summary>
sealed class ProofPublisher(
    ChainConnection connection,
    EarlierTransaction earlier,
    BatchCollector batches,
    SlotFollower follower,
    ReceiptWait wait,
    IOptions<ChainOptions> options,
    TimeProvider time,
    ILogger<ProofPublisher> logger
)
{
    /// <summary>New transactions that one attempt joins when others take their nonces.</summary>
    const int MaxRounds = 5;

    static readonly TimeSpan EventTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Why nothing is published by this process; null when something is.</summary>
    public string? WhyDisabled => connection.WhyDisabled;

    /// <param name="work">With its document.</param>
    /// <returns>The record of the publication.</returns>
    /// <exception cref="PublicationException">Named by its code; transient or not.</exception>
    public async Task<Publication> PublishAsync(ProofWork work, CancellationToken cancellationToken)
    {
        var chain = await connection.GetAsync(cancellationToken);
        var item = RegistryItem.For(work, chain.PlonkCircuits);
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                if (await TryPublishAsync(chain, item, cancellationToken) is { } receipt)
                    return Record(chain, item, receipt);
            }
        }
        catch (EthereumException failure)
        {
            if (failure.Failure == EthereumFailure.Misconfigured)
                connection.Drop(chain);
            throw await ChainFailure.ExplainAsync(chain, failure, cancellationToken);
        }

        throw new PublicationException(
            FailureCodes.NonceContested,
            $"account {chain.Signer.Address} is used by others too: {MaxRounds} times in a row the nonce of a transaction "
                + "was used by another one"
        );
    }

    /// <returns>
    /// The confirmed receipt of the transaction that published the proof; null when the one that was to do it turned out to
    /// have no future, so that it takes another one.
    /// </returns>
    async Task<TransactionReceipt?> TryPublishAsync(
        PublishingChain chain,
        RegistryItem item,
        CancellationToken cancellationToken
    )
    {
        TransactionReceipt? receipt;
        if (await earlier.FindAsync(chain, item.ProofId, cancellationToken) is { } open)
            receipt = await follower.TakeUpAsync(chain, open, cancellationToken);
        else if (await batches.JoinAsync(chain, item, cancellationToken) is { } joined)
            receipt = await follower.FollowAsync(chain, joined, cancellationToken);
        else
            return await AdoptAsync(chain, item, cancellationToken);

        return receipt is not null && await PublicationOutcome.IsPublishedAsync(chain, item, receipt, cancellationToken)
            ? receipt
            : null;
    }

    /// <summary>Finds what the registry holds of this proof already, by whichever transaction.</summary>
    /// <returns>null when a reorganisation took it away again.</returns>
    async Task<TransactionReceipt?> AdoptAsync(
        PublishingChain chain,
        RegistryItem item,
        CancellationToken cancellationToken
    )
    {
        var log =
            await FindEventAsync(chain, item, cancellationToken)
            ?? throw new PublicationException(
                FailureCodes.ChainError,
                "the registry holds the proof, and the endpoint does not find its event"
            );
        if (!item.IsRecordedBy(log))
        {
            throw new PublicationException(
                FailureCodes.ProofIdTaken,
                $"transaction {log.TransactionHash} published something else under this proof id"
            );
        }

        logger.FoundOnChain(item.ProofId, log.TransactionHash);
        return await wait.ForAsync(chain, log.TransactionHash, cancellationToken);
    }

    /// <summary>Asks a few times: nodes update their state before their logs.</summary>
    async Task<FilterLog?> FindEventAsync(PublishingChain chain, RegistryItem item, CancellationToken cancellationToken)
    {
        var first = BlockParameter.Number(options.Value.RegistryFirstBlock);
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var log = await chain.Registry.FindPublicationAsync(item.RegistryId, first, cancellationToken);
            if (log is not null || time.GetElapsedTime(startedAt) >= EventTimeout)
                return log;

            await Task.Delay(options.Value.ReceiptPollInterval, time, cancellationToken);
        }
    }

    Publication Record(PublishingChain chain, RegistryItem item, TransactionReceipt receipt)
    {
        var hash = receipt.TransactionHash.ToString();
        var gas = receipt.GasUsed / (ulong)chain.Registry.PublicationsIn(receipt).Count();
        logger.Published(item.ProofId, receipt.BlockNumber, gas, options.Value.TransactionUrlOf(hash) ?? hash);
        return new Publication(
            PublicationStatus.Published,
            Chain: chain.Name,
            RegistryAddress: chain.Registry.Address.ToString(),
            TransactionHash: hash,
            BlockNumber: (long)receipt.BlockNumber,
            GasUsed: (long)gas
        );
    }
}
