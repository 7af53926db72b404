using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Hosting.Configuration;

namespace ProofSaga.Publisher.Chains;

/// <summary>Finds the registry on the chain, or brings it there where that is configured.</summary>
sealed class RegistryLocator(
    IOptions<ChainOptions> options,
    InstallationOptions installation,
    CircuitRegistrations circuits,
    TimeProvider time
)
{
    /// <returns>The address of a registry on which the signer may publish.</returns>
    /// <exception cref="EthereumException">
    /// Among others <see cref="EthereumFailure.Misconfigured"/>: there is none; says what to do about it.
    /// </exception>
    /// <exception cref="FileNotFoundException">The contract's address is needed and the contract is not compiled.</exception>
    public async Task<Address> LocateAsync(
        EthereumClient client,
        ITransactionSigner signer,
        CancellationToken cancellationToken
    )
    {
        if (options.Value.DeployRegistry)
        {
            var deployment = await DeploymentAsync(client, cancellationToken);
            return await deployment.EnsureAsync(signer, circuits.All(), cancellationToken);
        }

        var address = options.Value.RegistryAddress is { } configured
            ? Address.Parse(configured)
            : (await DeploymentAsync(client, cancellationToken)).AddressFor(signer.Address);
        await RequireRegistryAsync(client, address, signer.Address, cancellationToken);
        return address;
    }

    async Task<RegistryDeployment> DeploymentAsync(EthereumClient client, CancellationToken cancellationToken) =>
        new(client, await RegistryArtifact.LoadAsync(installation.ResolveInfraDirectory(), cancellationToken), time);

    static async Task RequireRegistryAsync(
        EthereumClient client,
        Address registry,
        Address signer,
        CancellationToken cancellationToken
    )
    {
        if ((await client.GetCodeAsync(registry, BlockParameter.Latest, cancellationToken)).Length == 0)
        {
            throw Misconfigured(
                $"There is no ProofRegistry at {registry}. Start a publisher once with Chain:DeployRegistry=true to "
                    + "deploy it, or name another one by Chain:RegistryAddress."
            );
        }

        if (!await new ProofRegistryClient(client, registry).IsPublisherAsync(signer, cancellationToken))
        {
            throw Misconfigured(
                $"{signer} is no publisher of the ProofRegistry at {registry}: its owner must call setPublisher."
            );
        }
    }

    static EthereumException Misconfigured(string message) => new(EthereumFailure.Misconfigured, message);
}
