using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Rpc.Endpoints;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Chains;

/// <summary>Makes a chain ready for publishing. Used only when one is configured.</summary>
sealed class ChainConnector(
    IOptions<ChainOptions> options,
    ChainHttp http,
    ChainSigner signing,
    RegistryLocator locator,
    LookBack lookBack,
    Rebroadcast rebroadcast,
    TimeProvider time,
    ILogger<ChainConnector> logger,
    ILogger<EndpointPool> poolLogger
)
{
    /// <summary>
    /// Checks the chain, sends again what is prepared and not mined, and finds or deploys the registry: in this order, so
    /// that the deployment takes no nonce that is given away.
    /// </summary>
    /// <exception cref="EthereumException">The chain is away, or is not as configured.</exception>
    public async Task<PublishingChain> ConnectAsync(CancellationToken cancellationToken)
    {
        var signer = signing.Signer;
        var client = new EthereumClient(Pool());
        var chainId = await client.GetChainIdAsync(cancellationToken);

        await lookBack.ForgetFormerChainAsync(client, (long)chainId, signer.Address, cancellationToken);
        await rebroadcast.SendOpenAsync(client, (long)chainId, signer.Address, cancellationToken);
        await signing.CheckAsync(cancellationToken);
        var registry = await locator.LocateAsync(client, chainId, signer, cancellationToken);
        logger.Connected(options.Value.Name, chainId, signer.Address, registry.Address, registry.Origin);
        return new PublishingChain(options.Value.Name, (long)chainId, client, signer, registry.Address)
        {
            PlonkCircuits = registry.PlonkCircuits,
        };
    }

    EndpointPool Pool() =>
        new(
            http.Client,
            [.. options.Value.Endpoints.Select(url => new EthereumClientOptions { RpcUrl = new Uri(url) })],
            options.Value.ChainId,
            RegistryErrors.Decoder,
            time,
            poolLogger
        );
}
