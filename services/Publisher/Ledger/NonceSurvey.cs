using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Ledger;

/// <summary>Asks ledger and chain for a signer's next nonce.</summary>
sealed class NonceSurvey(PublicationLedger ledger)
{
    public async Task<NonceReading> ReadAsync(PublishingChain chain, CancellationToken cancellationToken)
    {
        // The ledger first: what the chain says afterwards includes everything that the ledger held as done.
        var signer = await ledger.ReadSignerAsync(chain.ChainId, chain.SignerName, cancellationToken);
        var pending = (long)
            await chain.Client.GetTransactionCountAsync(
                chain.Signer.Address,
                BlockParameter.Pending,
                cancellationToken
            );
        var wasReset =
            signer is { HasOpen: false, Next: { } next }
            && pending < next
            && !await IsMinedAsync(chain, signer.LastHash, cancellationToken);
        return new NonceReading(signer.Next, pending, wasReset);
    }

    /// <summary>A node that lags behind has the transaction and a lower count: then the ledger is right.</summary>
    static async Task<bool> IsMinedAsync(PublishingChain chain, string? hash, CancellationToken cancellationToken) =>
        hash is not null
        && await chain.Client.GetTransactionReceiptAsync(Bytes32.Parse(hash), cancellationToken) is not null;
}
