using System.Text.Json;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Publisher.Chains.Plonk;
using ProofSaga.Publisher.Publishing;

namespace ProofSaga.Publisher.Chains;

/// <summary>The circuits of the catalog as the registry is to hold them.</summary>
sealed class CircuitRegistrations(ICircuitCatalog catalog, ILogger<CircuitRegistrations> logger)
{
    /// <summary>Every circuit with a groth16 verification key; one whose key can't be read is logged and left out.</summary>
    public IReadOnlyCollection<CircuitRegistration> All() =>
        [.. catalog.Circuits.Select(TryRead).OfType<CircuitRegistration>()];

    /// <summary>Every circuit with a plonk verification key.</summary>
    public IReadOnlyCollection<PlonkCircuit> Plonk() =>
        [
            .. from circuit in catalog.Circuits
            let key = VerificationKey(circuit, RegistryItem.Plonk)
            where key is not null
            select new PlonkCircuit(
                RegistryItem.CircuitId(circuit.Name, circuit.Version),
                NameOf(circuit),
                key,
                circuit.PublicSignals.Count,
                circuit.NullifierIndex
            ),
        ];

    /// <summary>Names of all circuits by their ids in the registry: <c>name@version</c>.</summary>
    public IReadOnlyDictionary<Bytes32, string> Names() =>
        catalog.Circuits.ToDictionary(circuit => RegistryItem.CircuitId(circuit.Name, circuit.Version), NameOf);

    static string NameOf(CircuitManifest circuit) => $"{circuit.Name}@{circuit.Version}";

    static CircuitArtifact? VerificationKey(CircuitManifest circuit, string proofSystem) =>
        circuit.FindProofSystem(proofSystem)?.Artifacts.GetValueOrDefault("verification_key");

    CircuitRegistration? TryRead(CircuitManifest circuit)
    {
        if (VerificationKey(circuit, RegistryItem.Groth16) is not { } key)
            return null;

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(key.Path));
            return new CircuitRegistration(
                RegistryItem.CircuitId(circuit.Name, circuit.Version),
                Groth16Encoding.VerificationKey(json.RootElement),
                circuit.NullifierIndex
            );
        }
        catch (Exception unusable)
            when (unusable is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            logger.KeyUnusable(circuit.Name, unusable.Message);
            return null;
        }
    }
}
