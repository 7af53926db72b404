using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Publishing;

/// <summary>
/// Publishes a proof once, whatever happened to earlier attempts: ask the registry, then take up the transaction that is
/// in the ledger or store a new one there, send it, wait for it, record what became of it.
/// </summary>
sealed class ProofPublisher(
    ChainConnection connection,
    PublicationLedger ledger,
    TransactionPreparation preparation,
    TransactionBroadcast broadcast,
    EarlierTransaction earlier,
    ReceiptWait wait,
    IOptions<ChainOptions> options,
    TimeProvider time,
    ILogger<ProofPublisher> logger
)
{
    /// <summary>New transactions that one attempt makes when others take its nonces.</summary>
    const int MaxRounds = 5;

    static readonly TimeSpan EventTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Why nothing is published by this process; null when something is.</summary>
    public string? WhyDisabled => connection.WhyDisabled;

    /// <summary>Publishes the proof, and <see cref="ProofPublished"/> with the record of it.</summary>
    /// <param name="work">With its document.</param>
    /// <exception cref="PublicationException">Named by its code; transient or not.</exception>
    public async Task PublishAsync(PublishProof order, ProofWork work, CancellationToken cancellationToken)
    {
        var chain = await connection.GetAsync(cancellationToken);
        var call = RegistryCall.For(work, chain.PlonkCircuits);
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                if (await TryPublishAsync(chain, order, call, cancellationToken))
                    return;
            }
        }
        catch (EthereumException failure)
        {
            if (failure.Failure == EthereumFailure.Misconfigured)
                connection.Drop(chain);
            throw await ChainFailure.ExplainAsync(chain, failure, cancellationToken);
        }

        throw new PublicationException(
            PublicationErrorCodes.NonceContested,
            $"account {chain.Signer.Address} is used by others too: {MaxRounds} times in a row the nonce of a transaction "
                + "was used by another one",
            isTransient: true
        );
    }

    /// <returns>false when the transaction in the ledger turned out to have no future, so that it takes another one.</returns>
    async Task<bool> TryPublishAsync(
        PublishingChain chain,
        PublishProof order,
        RegistryCall call,
        CancellationToken cancellationToken
    )
    {
        if (await chain.Registry.IsPublishedAsync(call.ProofId, cancellationToken))
            return await TryAdoptAsync(chain, order, call, cancellationToken);

        var transaction = await earlier.FindAsync(chain, order.ProofId, cancellationToken);
        if (transaction is not null)
        {
            if (!await earlier.TakeUpAsync(chain, transaction, cancellationToken))
                return false;
        }
        else
        {
            transaction = await preparation.PrepareAsync(chain, order.ProofId, call, cancellationToken);
            if (transaction is null)
                return false;
            await broadcast.SendAsync(chain.Client, transaction, cancellationToken);
        }

        var slot = NonceSlot.Of(transaction);
        var receipt = await wait.ForAsync(chain, slot, cancellationToken);
        if (receipt is null)
        {
            await earlier.AbandonAsync(slot, cancellationToken);
            return false;
        }

        if (receipt.Succeeded && IsRecorded(chain, call, receipt))
        {
            await RecordAsync(chain, order, receipt, cancellationToken);
            return true;
        }

        await ledger.MarkEndAsync(receipt, PublicationTransactionState.Reverted, cancellationToken);
        return await IsRefusedAsDuplicateAsync(chain, transaction, call, receipt, cancellationToken)
            ? false
            : throw NoEffect(chain, receipt);
    }

    /// <summary>Records what the registry holds of this proof already, by whichever transaction.</summary>
    /// <returns>false when a reorganisation took it away again.</returns>
    async Task<bool> TryAdoptAsync(
        PublishingChain chain,
        PublishProof order,
        RegistryCall call,
        CancellationToken cancellationToken
    )
    {
        var log =
            await FindEventAsync(chain, call, cancellationToken)
            ?? throw new PublicationException(
                PublicationErrorCodes.ChainError,
                "the registry holds the proof, and the endpoint does not find its event",
                isTransient: true
            );
        if (!call.IsRecordedBy(log))
        {
            throw new PublicationException(
                PublicationErrorCodes.ProofIdTaken,
                $"transaction {log.TransactionHash} published something else under this proof id",
                isTransient: false
            );
        }

        if (await wait.ForAsync(chain, log.TransactionHash, cancellationToken) is not { } receipt)
            return false;

        logger.FoundOnChain(order.ProofId, log.TransactionHash);
        await RecordAsync(chain, order, receipt, cancellationToken);
        return true;
    }

    /// <summary>Asks a few times: nodes update their state before their logs.</summary>
    async Task<FilterLog?> FindEventAsync(PublishingChain chain, RegistryCall call, CancellationToken cancellationToken)
    {
        var first = BlockParameter.Number(options.Value.RegistryFirstBlock);
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var log = await chain.Registry.FindPublicationAsync(call.ProofId, first, cancellationToken);
            if (log is not null || time.GetElapsedTime(startedAt) >= EventTimeout)
                return log;

            await Task.Delay(options.Value.ReceiptPollInterval, time, cancellationToken);
        }
    }

    async Task RecordAsync(
        PublishingChain chain,
        PublishProof order,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        var hash = receipt.TransactionHash.ToString();
        var publication = new Publication(
            PublicationStatus.Published,
            Chain: chain.Name,
            RegistryAddress: chain.Registry.Address.ToString(),
            TransactionHash: hash,
            BlockNumber: (long)receipt.BlockNumber,
            GasUsed: (long)receipt.GasUsed
        );
        await ledger.RecordAsync(
            new ProofPublished(order.ProofId, order.Attempt, publication),
            receipt,
            cancellationToken
        );
        logger.Published(
            order.ProofId,
            receipt.BlockNumber,
            receipt.GasUsed,
            options.Value.TransactionUrlOf(hash) ?? hash
        );
    }

    /// <summary>Finds out why a mined transaction had no effect, by trying it again on the state of its block.</summary>
    /// <exception cref="PublicationException">The registry refused it for another reason: permanent.</exception>
    static async Task<bool> IsRefusedAsDuplicateAsync(
        PublishingChain chain,
        PublicationTransaction transaction,
        RegistryCall call,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await chain.Client.CallContractAsync(
                new CallInput(Address.Parse(transaction.Signer), chain.Registry.Address, call.Data),
                BlockParameter.Number(receipt.BlockNumber),
                cancellationToken
            );
            return false;
        }
        catch (EthereumException refused) when (refused.Revert is { } reason)
        {
            return reason.Name == RegistryErrors.AlreadyPublished
                ? true
                : throw RegistryRefusal.Explain(reason, refused);
        }
    }

    static bool IsRecorded(PublishingChain chain, RegistryCall call, TransactionReceipt receipt) =>
        receipt.Logs.Any(log => log.Address == chain.Registry.Address && call.IsRecordedBy(log));

    static PublicationException NoEffect(PublishingChain chain, TransactionReceipt receipt) =>
        new(
            PublicationErrorCodes.NoEffect,
            $"transaction {receipt.TransactionHash} is in block {receipt.BlockNumber} and had no effect on the registry "
                + $"{chain.Registry.Address}: too little gas, or the registry was not there",
            isTransient: true
        );
}
