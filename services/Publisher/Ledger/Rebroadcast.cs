using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Ledger;

/// <summary>
/// Sends a signer's open transactions again, so that none stays behind as a gap before the others.
/// </summary>
sealed class Rebroadcast(
    PublicationLedger ledger,
    TransactionProgress progress,
    VanishedPublications vanished,
    LookBack lookBack,
    TransactionBroadcast broadcast,
    ILogger<Rebroadcast> logger
)
{
    /// <summary>
    /// Sends, in the order of their nonces, the open transactions that the node lacks. One that can't be mined, because
    /// nothing fills the nonces before it, is abandoned: so it is after the chain was reset.
    /// </summary>
    public async Task SendOpenAsync(
        EthereumClient client,
        long chainId,
        Address signer,
        CancellationToken cancellationToken
    )
    {
        // The ledger first: a nonce that is no longer open in it is counted by the chain.
        var signerName = Hex.Encode(signer.ToArray());
        var open = await ledger.FindOpenAsync(chainId, signerName, cancellationToken);
        if (open.Count == 0)
            return;

        var filled = (long)await client.GetTransactionCountAsync(signer, BlockParameter.Pending, cancellationToken);
        if (await vanished.AnyEndedFromAsync(chainId, signerName, filled, cancellationToken))
        {
            // What a reorganisation took away is missing before the others.
            await lookBack.OpenVanishedAsync(client, chainId, signer, cancellationToken);
            open = await ledger.FindOpenAsync(chainId, signerName, cancellationToken);
        }

        foreach (var transaction in open)
        {
            if (transaction.Nonce > filled)
            {
                await AbandonAsync(transaction, $"nonce {filled} before it is used by nobody", cancellationToken);
            }
            else if (transaction.Nonce == filled)
            {
                await broadcast.SendAsync(client, transaction, cancellationToken);
                filled = transaction.Nonce + 1;
            }
        }
    }

    public Task AbandonAsync(PublicationTransaction transaction, string reason, CancellationToken cancellationToken)
    {
        logger.Abandoned(transaction.Hash, transaction.Nonce, reason);
        return progress.MarkAbandonedAsync(transaction.Hash, cancellationToken);
    }
}
