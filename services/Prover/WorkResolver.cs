using System.Text.Json;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover;

/// <summary>From the names in a job to the circuit, proof system and inputs that they stand for.</summary>
public sealed class WorkResolver(ICircuitCatalog circuits, IProofSystemCatalog proofSystems)
{
    /// <exception cref="ProofSystemException">
    /// This worker has no such circuit, or not in the version that the job was accepted for: permanent.
    /// </exception>
    public CircuitManifest Circuit(ProofWork work) =>
        circuits.Find(work.Circuit) is not { } circuit
            ? throw Permanent("unknown_circuit", $"this worker has no circuit '{work.Circuit}'")
        : circuit.Version != work.CircuitVersion
            ? throw Permanent(
                "circuit_version_changed",
                $"accepted for version {work.CircuitVersion} of '{work.Circuit}', this worker has {circuit.Version}"
            )
        : circuit;

    /// <exception cref="ProofSystemException">This worker has no such proof system: permanent.</exception>
    public IProofSystem ProofSystem(ProofWork work) =>
        proofSystems.Find(work.ProofSystem)
        ?? throw Permanent(
            ProofSystemErrorCodes.UnsupportedProofSystem,
            $"this worker has no proof system '{work.ProofSystem}'"
        );

    /// <returns>null when the inputs are erased.</returns>
    public CanonicalInputs? Inputs(ProofWork work, CircuitManifest circuit)
    {
        if (work.Inputs is not { } json)
            return null;

        using var parsed = JsonDocument.Parse(json);
        return InputValidator.Validate(circuit, parsed.RootElement).Inputs
            ?? throw Permanent(ProofSystemErrorCodes.InvalidInputs, "the stored inputs do not fit the circuit");
    }

    static ProofSystemException Permanent(string code, string message) => new(code, message, isTransient: false);
}
