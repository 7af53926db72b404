using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Ledger;

/// <summary>Looks back over the newest blocks, and opens again what was confirmed in them and is in the chain no more.</summary>
sealed class LookBack(
    PublicationLedger ledger,
    VanishedPublications vanished,
    IOptions<ChainOptions> options,
    ILogger<LookBack> logger
)
{
    /// <exception cref="EthereumException">The chain gave no good answer.</exception>
    public async Task OpenVanishedAsync(
        EthereumClient client,
        long chainId,
        Address signer,
        CancellationToken cancellationToken
    )
    {
        if (options.Value.LookBackBlocks == 0)
            return;

        // What ended in a block above the head is unknown to a node that lags behind: no reason for an alarm.
        var head = (long)await client.GetBlockNumberAsync(cancellationToken);
        var ended = await vanished.FindEndedAsync(
            chainId,
            Hex.Encode(signer.ToArray()),
            Math.Max(0, head - options.Value.LookBackBlocks + 1),
            head,
            cancellationToken
        );
        foreach (var block in ended.GroupBy(row => (Number: (ulong)row.BlockNumber!.Value, row.BlockHash)))
        {
            var now = await client.GetBlockAsync(BlockParameter.Number(block.Key.Number), cancellationToken);
            if (now?.Hash.ToString() == block.Key.BlockHash)
                continue;

            foreach (var transaction in block)
                await CheckAsync(client, transaction, cancellationToken);
        }
    }

    /// <summary>
    /// Looks back no more on what was published in a registry that is not there: the chain was reset, and it is the past of
    /// another one. To be called before the registry is deployed anew, which is at the same address.
    /// </summary>
    /// <exception cref="EthereumException">The chain gave no good answer.</exception>
    public async Task ForgetFormerChainAsync(
        EthereumClient client,
        long chainId,
        Address signer,
        CancellationToken cancellationToken
    )
    {
        var registries = await vanished.FindRegistriesAsync(chainId, Hex.Encode(signer.ToArray()), cancellationToken);
        foreach (var registry in registries)
        {
            var code = await client.GetCodeAsync(Address.Parse(registry), BlockParameter.Latest, cancellationToken);
            if (code.Length == 0)
                await vanished.ForgetBlocksAsync(chainId, registry, cancellationToken);
        }
    }

    async Task CheckAsync(EthereumClient client, PublicationTransaction ended, CancellationToken cancellationToken)
    {
        var hash = Bytes32.Parse(ended.Hash);
        if (await client.GetTransactionReceiptAsync(hash, cancellationToken) is { } receipt)
        {
            await vanished.MarkMovedAsync(receipt, cancellationToken);
            return;
        }

        if (await vanished.MarkVanishedAsync(ended, cancellationToken))
        {
            var proofIds = await ledger.FindProofIdsAsync(ended.BatchId, cancellationToken);
            logger.Vanished(ended.Hash, ended.BlockNumber, proofIds.Count, proofIds);
        }
    }
}
