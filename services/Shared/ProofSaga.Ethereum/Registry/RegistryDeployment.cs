using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Hashing;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Registry;

/// <summary>
/// Brings the registry and its circuits to a chain. The address follows from contract and owner alone (CREATE2, EIP-1014),
/// so that running it again finds what is there and sends nothing.
/// </summary>
public sealed class RegistryDeployment(
    EthereumClient client,
    RegistryArtifact artifact,
    TimeProvider? timeProvider = null
)
{
    /// <summary>The deterministic deployment proxy: it creates what its call data holds, 32 bytes of salt and the init code. Most chains have it, and anvil has.</summary>
    public static Address DeploymentProxy { get; } = Address.Parse("0x4e59b44847b379578588920cA78FbF26c0B4956C");

    // zero: contract and owner are in the init code already, there is nothing else to tell apart
    static readonly byte[] Salt = new byte[Bytes32.Length];

    /// <summary>Where the registry of this owner is, or will be, on every chain.</summary>
    public Address AddressFor(Address owner)
    {
        var initCodeHash = Keccak256.Hash(InitCode(owner));
        byte[] input = [0xFF, .. DeploymentProxy.ToArray(), .. Salt, .. initCodeHash.ToArray()];
        return new Address(Keccak256.Hash(input).ToArray().AsSpan(12));
    }

    /// <summary>Deploys the registry unless it is there, and registers those circuits that are not. Two runs for one owner must not overlap.</summary>
    /// <param name="owner">Owns the registry and is its first publisher; pays for what is sent.</param>
    /// <returns>The registry's address.</returns>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Misconfigured"/>: the chain has no deployment proxy, or a circuit is registered with another key.</exception>
    public async Task<Address> EnsureAsync(
        ITransactionSigner owner,
        IReadOnlyCollection<CircuitRegistration> circuits,
        CancellationToken cancellationToken = default
    )
    {
        var sender = new TransactionSender(client, owner, timeProvider);
        var registry = AddressFor(owner.Address);
        if (!await HasCodeAsync(registry, cancellationToken))
            await DeployAsync(sender, owner.Address, registry, cancellationToken);

        var reader = new ProofRegistryClient(client, registry);
        foreach (var circuit in circuits)
        {
            var call = ProofRegistryCalls.RegisterCircuit(circuit);
            if (await reader.IsRegisteredAsync(circuit.CircuitId, cancellationToken))
                await RequireSameAsync(owner.Address, registry, call, circuit.CircuitId, cancellationToken);
            else
                await sender.SendAndWaitAsync(registry, call, cancellationToken);
        }

        return registry;
    }

    async Task DeployAsync(
        TransactionSender sender,
        Address owner,
        Address registry,
        CancellationToken cancellationToken
    )
    {
        if (!await HasCodeAsync(DeploymentProxy, cancellationToken))
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"The chain has no deterministic deployment proxy at {DeploymentProxy}; deploy that first."
            );
        }

        byte[] creation = [.. Salt, .. InitCode(owner)];
        await sender.SendAndWaitAsync(DeploymentProxy, creation, cancellationToken);
        if (!await HasCodeAsync(registry, cancellationToken))
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"The deployment proxy did not create the registry at {registry}."
            );
        }
    }

    // registering the same again changes nothing and anything else reverts, so a call that is not sent tells
    async Task RequireSameAsync(
        Address owner,
        Address registry,
        byte[] registration,
        Bytes32 circuitId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var call = new CallInput(owner, registry, registration);
            await client.CallContractAsync(call, BlockParameter.Latest, cancellationToken);
        }
        catch (EthereumException exception) when (exception.Revert?.Name == RegistryErrors.CircuitDiffers)
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"Circuit {circuitId} is registered at {registry} with another verification key or nullifier index. "
                    + "A registration is for good: give the changed circuit a new version.",
                isTransient: false,
                exception
            );
        }
    }

    async Task<bool> HasCodeAsync(Address address, CancellationToken cancellationToken) =>
        (await client.GetCodeAsync(address, BlockParameter.Latest, cancellationToken)).Length > 0;

    byte[] InitCode(Address owner) => [.. artifact.Bytecode.Span, .. AbiWriter.Arguments().Add(owner).ToArray()];
}
