using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Registry;

/// <summary>
/// Brings the registry and its circuits to a chain. The address follows from contract and owner alone (CREATE2, EIP-1014),
/// so that running it again finds what is there and sends nothing. Two runs for one owner must not overlap.
/// </summary>
public sealed class RegistryDeployment(
    EthereumClient client,
    RegistryArtifact artifact,
    TimeProvider? timeProvider = null
)
{
    readonly DeterministicDeployment deployment = new(client);

    /// <summary>The deterministic deployment proxy: it creates what its call data holds, 32 bytes of salt and the init code. Most chains have it, and anvil has.</summary>
    public static Address DeploymentProxy => DeterministicDeployment.Proxy;

    /// <summary>Where the registry of this owner is, or will be, on every chain.</summary>
    public Address AddressFor(Address owner) => DeterministicDeployment.AddressFor(InitCode(owner));

    /// <summary>Deploys the registry unless it is there, and registers those circuits that are not.</summary>
    /// <param name="owner">Owns the registry and is its first publisher; pays for what is sent.</param>
    /// <returns>The registry's address.</returns>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Misconfigured"/>: the chain has no deployment proxy, or a circuit is registered with another key.</exception>
    public async Task<Address> EnsureAsync(
        ITransactionSigner owner,
        IReadOnlyCollection<CircuitRegistration> circuits,
        CancellationToken cancellationToken = default
    )
    {
        var registry = await deployment.EnsureAsync(
            Sender(owner),
            InitCode(owner.Address),
            "registry",
            cancellationToken
        );
        await RegisterAsync(owner, registry, circuits, cancellationToken);
        return registry;
    }

    /// <summary>Registers those circuits that are not.</summary>
    /// <param name="registry">A registry of this owner, which may be an earlier version of the contract.</param>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Misconfigured"/>: a circuit is registered with another key.</exception>
    public async Task RegisterAsync(
        ITransactionSigner owner,
        Address registry,
        IReadOnlyCollection<CircuitRegistration> circuits,
        CancellationToken cancellationToken = default
    )
    {
        var (reader, sender) = (new ProofRegistryClient(client, registry), Sender(owner));
        foreach (var circuit in circuits)
        {
            var call = ProofRegistryCalls.RegisterCircuit(circuit);
            if (await reader.IsRegisteredAsync(circuit.CircuitId, cancellationToken))
                await RequireSameAsync(owner.Address, registry, call, circuit.CircuitId, cancellationToken);
            else
                await SendRegistrationAsync(sender, registry, call, circuit.CircuitId, cancellationToken);
        }
    }

    /// <summary>Deploys the circuit's plonk verifier unless it is there, and registers it unless it is.</summary>
    /// <param name="registry">A registry of this owner.</param>
    /// <returns>The verifier's address.</returns>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Misconfigured"/>: the circuit is registered with another verifier, number of public signals or nullifier index.</exception>
    public async Task<Address> EnsureVerifierAsync(
        ITransactionSigner owner,
        Address registry,
        PlonkVerifierRegistration circuit,
        CancellationToken cancellationToken = default
    )
    {
        var (reader, sender) = (new ProofRegistryClient(client, registry), Sender(owner));
        var bytecode = circuit.Verifier.Bytecode;
        var verifier = await deployment.EnsureAsync(sender, bytecode, "plonk verifier", cancellationToken);
        var call = ProofRegistryCalls.RegisterVerifier(
            circuit.CircuitId,
            verifier,
            circuit.Verifier.SignalCount,
            circuit.NullifierIndex
        );
        if (await reader.GetVerifierAsync(circuit.CircuitId, cancellationToken) is not null)
            await RequireSameAsync(owner.Address, registry, call, circuit.CircuitId, cancellationToken);
        else
            await SendRegistrationAsync(sender, registry, call, circuit.CircuitId, cancellationToken);
        return verifier;
    }

    static async Task SendRegistrationAsync(
        TransactionSender sender,
        Address registry,
        byte[] registration,
        Bytes32 circuitId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await sender.SendAndWaitAsync(registry, registration, cancellationToken);
        }
        catch (EthereumException exception) when (exception.Revert?.Name == RegistryErrors.CircuitDiffers)
        {
            throw Differs(registry, circuitId, exception);
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
            throw Differs(registry, circuitId, exception);
        }
    }

    static EthereumException Differs(Address registry, Bytes32 circuitId, EthereumException cause) =>
        new(
            EthereumFailure.Misconfigured,
            $"Circuit {circuitId} is registered at {registry} with another verification key or nullifier index. "
                + "A registration is for good: give the changed circuit a new version.",
            isTransient: false,
            cause
        );

    TransactionSender Sender(ITransactionSigner owner) => new(client, owner, timeProvider);

    byte[] InitCode(Address owner) => [.. artifact.Bytecode.Span, .. AbiWriter.Arguments().Add(owner).ToArray()];
}
