using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Publishing;

/// <summary>Waits for a transaction's receipt and its confirmations.</summary>
sealed class ReceiptWait(IOptions<ChainOptions> options, TimeProvider time, ILogger<ReceiptWait> logger)
{
    /// <param name="slot">Where the transaction has to be mined; null for one that is known to be in a block.</param>
    /// <returns>The confirmed receipt; null when another transaction was mined with the nonce.</returns>
    /// <exception cref="PublicationException">
    /// Not within the configured time: transient. An endpoint that is away meanwhile is asked again until then.
    /// </exception>
    public async Task<TransactionReceipt?> ForAsync(
        PublishingChain chain,
        Bytes32 transaction,
        NonceSlot? slot,
        CancellationToken cancellationToken
    )
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var problem = "it is not mined and confirmed";
            try
            {
                // The nonce first: if it was used by then, a receipt that is missing after that never comes.
                var isUsed = slot is { } place && await IsUsedAsync(chain.Client, place, cancellationToken);
                var receipt = await chain.Client.GetTransactionReceiptAsync(transaction, cancellationToken);
                if (receipt is null && isUsed)
                    return null;
                if (receipt is not null && await IsConfirmedAsync(chain.Client, receipt, cancellationToken))
                    return receipt;
            }
            catch (EthereumException away) when (away.IsTransient)
            {
                logger.ReceiptUnavailable(transaction, away);
                problem = away.Message;
            }

            if (time.GetElapsedTime(startedAt) >= options.Value.ReceiptTimeout)
                throw TooLate(transaction, problem);

            await Task.Delay(options.Value.ReceiptPollInterval, time, cancellationToken);
        }
    }

    /// <summary>Is a transaction with this nonce, whichever it is, in a block?</summary>
    public static async Task<bool> IsUsedAsync(
        EthereumClient client,
        NonceSlot slot,
        CancellationToken cancellationToken
    ) =>
        await client.GetTransactionCountAsync(slot.Signer, BlockParameter.Latest, cancellationToken)
        > (ulong)slot.Nonce;

    async Task<bool> IsConfirmedAsync(
        EthereumClient client,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        var followers = (ulong)options.Value.Confirmations - 1;
        return followers == 0 || await client.GetBlockNumberAsync(cancellationToken) >= receipt.BlockNumber + followers;
    }

    PublicationException TooLate(Bytes32 transaction, string problem) =>
        new(
            PublicationErrorCodes.NotMinedInTime,
            $"transaction {transaction} did not succeed within {options.Value.ReceiptTimeout.TotalSeconds:0.#} s: "
                + $"{problem}; the next attempt goes on with it",
            isTransient: true
        );
}
