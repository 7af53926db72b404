using System.Text.Json;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Publisher.Publishing;

namespace ProofSaga.Publisher.Chains;

/// <summary>The circuits of the catalog as the registry is to hold them.</summary>
sealed class CircuitRegistrations(ICircuitCatalog catalog, ILogger<CircuitRegistrations> logger)
{
    /// <summary>Every circuit with a groth16 verification key; one whose key can't be read is logged and left out.</summary>
    public IReadOnlyCollection<CircuitRegistration> All() =>
        [.. catalog.Circuits.Select(TryRead).OfType<CircuitRegistration>()];

    CircuitRegistration? TryRead(CircuitManifest circuit)
    {
        if (
            circuit.FindProofSystem(RegistryCall.Groth16)?.Artifacts.GetValueOrDefault("verification_key")
            is not { } key
        )
            return null;

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(key.Path));
            return new CircuitRegistration(
                RegistryCall.CircuitId(circuit.Name, circuit.Version),
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
