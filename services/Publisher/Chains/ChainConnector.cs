using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Chains;

/// <summary>Makes a chain ready for publishing. Used only when one is configured.</summary>
sealed class ChainConnector(
    IOptions<ChainOptions> options,
    RegistryLocator locator,
    LookBack lookBack,
    Rebroadcast rebroadcast,
    TimeProvider time,
    ILogger<ChainConnector> logger
) : IDisposable
{
    // so that an endpoint that moves is found again
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime });
    readonly Lazy<Account> signer = new(() => SigningKey.Open(options.Value));

    /// <summary>
    /// Checks the chain, sends again what is prepared and not mined, and finds or deploys the registry: in this order, so
    /// that the deployment takes no nonce that is given away.
    /// </summary>
    /// <exception cref="EthereumException">The chain is away, or is not as configured.</exception>
    public async Task<PublishingChain> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new EthereumClient(
            http,
            new EthereumClientOptions { RpcUrl = new Uri(options.Value.RpcUrl!) },
            RegistryErrors.Decoder,
            time
        );
        var chainId = await client.GetChainIdAsync(cancellationToken);
        if (options.Value.ChainId is { } expected && expected != chainId)
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"Chain:RpcUrl leads to chain {chainId}, and Chain:ChainId is {expected}."
            );
        }

        await lookBack.ForgetFormerChainAsync(client, (long)chainId, signer.Value.Address, cancellationToken);
        await rebroadcast.SendOpenAsync(client, (long)chainId, signer.Value.Address, cancellationToken);
        var registry = await locator.LocateAsync(client, signer.Value, cancellationToken);
        logger.Connected(options.Value.Name, chainId, signer.Value.Address, registry);
        return new PublishingChain(options.Value.Name, (long)chainId, client, signer.Value, registry);
    }

    public void Dispose()
    {
        http.Dispose();
        if (signer.IsValueCreated)
            signer.Value.Dispose();
    }
}
