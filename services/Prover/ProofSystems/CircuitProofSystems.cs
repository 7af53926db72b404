using ProofSaga.Circuits.Manifests;
using ProofSaga.Contracts.Failures;

namespace ProofSaga.Prover.ProofSystems;

static class CircuitProofSystems
{
    /// <summary>The circuit's own entry for a proof system.</summary>
    /// <exception cref="ProofSystemException">The circuit has none.</exception>
    public static CircuitProofSystem GetProofSystem(this CircuitManifest circuit, string name) =>
        circuit.FindProofSystem(name)
        ?? throw new ProofSystemException(
            FailureCodes.UnsupportedProofSystem,
            $"The circuit '{circuit.Name}' does not support the proof system '{name}'."
        );
}
