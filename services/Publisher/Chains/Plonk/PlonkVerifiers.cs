using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Publisher.Chains.Deployments;

namespace ProofSaga.Publisher.Chains.Plonk;

/// <summary>Which circuits' plonk proofs a registry has verified on chain; those of the others are attested.</summary>
sealed class PlonkVerifiers(CircuitRegistrations circuits, PlonkVerifierFactory factory, ILogger<PlonkVerifiers> logger)
{
    /// <summary>Registers a verifier for every circuit that lacks one; where that can't be, the log says why.</summary>
    /// <param name="record">What was recorded of the registry; null: nothing.</param>
    /// <exception cref="EthereumException">
    /// Among others <see cref="EthereumFailure.Misconfigured"/>: a circuit's verifier is for another verification key.
    /// </exception>
    public async Task EnsureAsync(
        RegistryDeployment deployment,
        ProofRegistryClient registry,
        ITransactionSigner owner,
        DeploymentRecord? record,
        CancellationToken cancellationToken
    )
    {
        foreach (var circuit in circuits.Plonk())
        {
            if (await registry.GetVerifierAsync(circuit.Id, cancellationToken) is null)
                await TryRegisterAsync(deployment, registry, owner, circuit, cancellationToken);
            else
                RequireSame(circuit, record?.Circuits.GetValueOrDefault(circuit.Id));
        }
    }

    /// <summary>Asks the registry, and logs for each circuit what becomes of its plonk proofs.</summary>
    /// <returns>Ids of the circuits that have a verifier.</returns>
    /// <exception cref="EthereumException">The chain gave no good answer.</exception>
    public async Task<IReadOnlySet<Bytes32>> FindAsync(
        ProofRegistryClient registry,
        CancellationToken cancellationToken
    )
    {
        var found = new HashSet<Bytes32>();
        foreach (var circuit in circuits.Plonk())
        {
            if (await registry.GetVerifierAsync(circuit.Id, cancellationToken) is { } verifier)
            {
                found.Add(circuit.Id);
                logger.PlonkVerified(circuit.Name, verifier);
            }
            else
            {
                logger.PlonkAttested(circuit.Name, "no verifier contract is registered for it");
            }
        }

        return found;
    }

    async Task TryRegisterAsync(
        RegistryDeployment deployment,
        ProofRegistryClient registry,
        ITransactionSigner owner,
        PlonkCircuit circuit,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var verifier = await factory.MakeAsync(circuit, cancellationToken);
            var registration = new PlonkVerifierRegistration(circuit.Id, verifier, circuit.NullifierIndex);
            await deployment.EnsureVerifierAsync(owner, registry.Address, registration, cancellationToken);
        }
        catch (VerifierUnavailableException unavailable)
        {
            logger.VerifierNotRegistered(circuit.Name, unavailable.Message);
        }
        catch (EthereumException refused) when (refused.Failure == EthereumFailure.Reverted)
        {
            logger.VerifierNotRegistered(circuit.Name, refused.Message);
        }
    }

    // the code of a verifier depends on the tools that made it, so that its key is what tells
    static void RequireSame(PlonkCircuit circuit, RecordedCircuit? recorded)
    {
        if (recorded?.PlonkKeySha256 is { } sha256 && sha256 != circuit.VerificationKey.Sha256)
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"The plonk verifier of circuit '{circuit.Name}' is registered for another verification key. A registration "
                    + "is for good: give the changed circuit a new version."
            );
        }
    }
}
