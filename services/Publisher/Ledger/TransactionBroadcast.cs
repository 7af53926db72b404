using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Ledger;

/// <summary>Sends a stored transaction, always the same bytes.</summary>
sealed class TransactionBroadcast(TransactionProgress progress, ILogger<TransactionBroadcast> logger)
{
    /// <summary>
    /// Returns when a node has the transaction, and also when that is in doubt: then its receipt and the account's nonce
    /// tell what became of it.
    /// </summary>
    /// <returns>false when the node refused it because its fee is below what a block takes now.</returns>
    /// <exception cref="EthereumException">The node refused it, and the transaction waits in the ledger.</exception>
    public async Task<bool> SendAsync(
        EthereumClient client,
        PublicationTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await client.SendRawTransactionAsync(
                transaction.RawTransaction,
                Bytes32.Parse(transaction.Hash),
                cancellationToken
            );
        }
        catch (EthereumException known) when (known.Failure == EthereumFailure.AlreadyKnown)
        {
            // as good as accepted
        }
        catch (EthereumException low) when (low.Failure == EthereumFailure.FeeTooLow)
        {
            return false;
        }
        catch (EthereumException doubt) when (IsDoubt(doubt))
        {
            logger.BroadcastInDoubt(transaction.Hash, doubt.Failure, doubt);
            return true;
        }

        logger.Broadcast(transaction.Hash, transaction.Nonce);
        await progress.MarkBroadcastAsync(transaction.Hash, cancellationToken);
        return true;
    }

    static bool IsDoubt(EthereumException refusal) =>
        refusal.IsTransient || refusal.Failure is EthereumFailure.NonceTooLow or EthereumFailure.ReplacementUnderpriced;
}
