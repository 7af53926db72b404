using System.Text.Json;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Contracts.Failures;
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
            ? throw new ProofSystemException(
                FailureCodes.UnknownCircuit,
                $"this worker has no circuit '{work.Circuit}'"
            )
        : circuit.Version != work.CircuitVersion
            ? throw new ProofSystemException(
                FailureCodes.CircuitVersionChanged,
                $"accepted for version {work.CircuitVersion} of '{work.Circuit}', this worker has {circuit.Version}"
            )
        : circuit;

    /// <exception cref="ProofSystemException">This worker has no such proof system: permanent.</exception>
    public IProofSystem ProofSystem(ProofWork work) =>
        proofSystems.Find(work.ProofSystem)
        ?? throw new ProofSystemException(
            FailureCodes.UnsupportedProofSystem,
            $"this worker has no proof system '{work.ProofSystem}'"
        );

    /// <returns>null when the inputs are erased.</returns>
    public CanonicalInputs? Inputs(ProofWork work, CircuitManifest circuit)
    {
        if (work.Inputs is not { } json)
            return null;

        using var parsed = JsonDocument.Parse(json);
        return InputValidator.Validate(circuit, parsed.RootElement).Inputs
            ?? throw new ProofSystemException(FailureCodes.InvalidInputs, "the stored inputs do not fit the circuit");
    }
}
