using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Hosting.Configuration;
using ProofSaga.Publisher.Chains.Deployments;
using ProofSaga.Publisher.Chains.Plonk;

namespace ProofSaga.Publisher.Chains;

/// <summary>
/// Finds the registry on the chain, or brings it there where that is configured: the one that <c>Chain:RegistryAddress</c>
/// names, else the one that this installation recorded when it deployed it, else the one that follows from contract and
/// signer.
/// </summary>
sealed class RegistryLocator(
    IOptions<ChainOptions> options,
    InstallationOptions installation,
    CircuitRegistrations circuits,
    PlonkVerifiers plonkVerifiers,
    DeploymentRecords records,
    TimeProvider time,
    ILogger<RegistryLocator> logger
)
{
    /// <returns>A registry on which the signer may publish.</returns>
    /// <exception cref="EthereumException">
    /// Among others <see cref="EthereumFailure.Misconfigured"/>: there is none; says what to do about it.
    /// </exception>
    /// <exception cref="FileNotFoundException">The contract's address is needed and the contract is not compiled.</exception>
    /// <exception cref="FormatException">What was recorded of the chain can't be read.</exception>
    public async Task<LocatedRegistry> LocateAsync(
        EthereumClient client,
        ulong chainId,
        ITransactionSigner signer,
        CancellationToken cancellationToken
    )
    {
        if (options.Value.RegistryAddress is { } configured)
        {
            var named = Address.Parse(configured);
            return await UseAsync(client, named, "from Chain:RegistryAddress", signer, cancellationToken);
        }

        var artifact = await RegistryArtifact.LoadAsync(installation.ResolveInfraDirectory(), cancellationToken);
        var deployment = new RegistryDeployment(client, artifact, time);
        var record = await FindUsableRecordAsync(client, chainId, deployment, cancellationToken);
        var isOwner = record is null || record.Owner == signer.Address;
        if (options.Value.DeployRegistry && isOwner)
            record = await DeployAsync(client, chainId, deployment, artifact, record, signer, cancellationToken);

        return record is null
            ? await UseAsync(
                client,
                deployment.AddressFor(signer.Address),
                "follows from contract and signer",
                signer,
                cancellationToken
            )
            : await UseAsync(
                client,
                record.Registry,
                $"recorded in {records.PathOf(chainId)}",
                signer,
                cancellationToken
            );
    }

    /// <returns>null when nothing is recorded, or of a registry that is not there or of another kind: both are logged.</returns>
    async Task<DeploymentRecord?> FindUsableRecordAsync(
        EthereumClient client,
        ulong chainId,
        RegistryDeployment deployment,
        CancellationToken cancellationToken
    )
    {
        if (await records.FindAsync(chainId, cancellationToken) is not { } record)
            return null;

        var path = records.PathOf(chainId);
        if (!await HasCodeAsync(client, record.Registry, cancellationToken))
        {
            logger.RecordUnusable(record.Registry, path, "it is not on the chain, which was reset or is another one");
            return null;
        }

        if (!await new ProofRegistryClient(client, record.Registry).TakesBatchesAsync(cancellationToken))
        {
            logger.RecordUnusable(record.Registry, path, "its contract does not have the functions of this version");
            return null;
        }

        var newest = deployment.AddressFor(record.Owner);
        if (newest != record.Registry)
            logger.NewerContractExists(record.Registry, newest, path);
        return record;
    }

    async Task<DeploymentRecord> DeployAsync(
        EthereumClient client,
        ulong chainId,
        RegistryDeployment deployment,
        RegistryArtifact artifact,
        DeploymentRecord? former,
        ITransactionSigner owner,
        CancellationToken cancellationToken
    )
    {
        var address = former?.Registry ?? await deployment.EnsureAsync(owner, [], cancellationToken);
        var registry = new ProofRegistryClient(client, address);
        await deployment.RegisterAsync(owner, address, circuits.All(), cancellationToken);
        await plonkVerifiers.EnsureAsync(deployment, registry, owner, former, cancellationToken);

        var recorded = new Dictionary<Bytes32, RecordedCircuit>(
            former?.Circuits ?? new Dictionary<Bytes32, RecordedCircuit>()
        );
        await RecordCircuitsAsync(registry, recorded, cancellationToken);
        var sourceSha256 = former?.ContractSourceSha256 ?? artifact.SourceSha256;
        var record = new DeploymentRecord(chainId, address, owner.Address, sourceSha256, recorded);
        await records.SaveAsync(record, cancellationToken);
        return record;
    }

    async Task RecordCircuitsAsync(
        ProofRegistryClient registry,
        Dictionary<Bytes32, RecordedCircuit> recorded,
        CancellationToken cancellationToken
    )
    {
        var plonkKeys = circuits.Plonk().ToDictionary(circuit => circuit.Id, circuit => circuit.VerificationKey.Sha256);
        foreach (var (id, name) in circuits.Names())
        {
            var key = await registry.GetCircuitKeyAsync(id, cancellationToken);
            var verifier = await registry.GetVerifierAsync(id, cancellationToken);
            if (key is null && verifier is null)
                continue;

            var plonkKey = verifier is null ? null : plonkKeys.GetValueOrDefault(id);
            recorded[id] = new RecordedCircuit(name, key, verifier, plonkKey);
        }
    }

    async Task<LocatedRegistry> UseAsync(
        EthereumClient client,
        Address address,
        string origin,
        ITransactionSigner signer,
        CancellationToken cancellationToken
    )
    {
        var registry = new ProofRegistryClient(client, address);
        await RequireRegistryAsync(client, registry, signer.Address, cancellationToken);
        return new LocatedRegistry(address, origin, await plonkVerifiers.FindAsync(registry, cancellationToken));
    }

    static async Task RequireRegistryAsync(
        EthereumClient client,
        ProofRegistryClient registry,
        Address signer,
        CancellationToken cancellationToken
    )
    {
        if (!await HasCodeAsync(client, registry.Address, cancellationToken))
        {
            throw Misconfigured(
                $"There is no ProofRegistry at {registry.Address}. Start a publisher once with Chain:DeployRegistry=true to "
                    + "deploy it, or name another one by Chain:RegistryAddress."
            );
        }

        if (!await registry.TakesBatchesAsync(cancellationToken))
        {
            throw Misconfigured(
                $"The contract at {registry.Address} is no ProofRegistry, or one of another version whose functions differ."
            );
        }

        if (!await registry.IsPublisherAsync(signer, cancellationToken))
        {
            throw Misconfigured(
                $"{signer} is no publisher of the ProofRegistry at {registry.Address}: its owner must call setPublisher."
            );
        }
    }

    static async Task<bool> HasCodeAsync(EthereumClient client, Address address, CancellationToken cancellationToken) =>
        (await client.GetCodeAsync(address, BlockParameter.Latest, cancellationToken)).Length > 0;

    static EthereumException Misconfigured(string message) => new(EthereumFailure.Misconfigured, message);
}
