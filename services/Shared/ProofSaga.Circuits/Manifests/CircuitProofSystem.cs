namespace ProofSaga.Circuits.Manifests;

/// <summary>A proof system that a circuit can be proved with.</summary>
/// <param name="Name">For example <c>groth16</c>.</param>
/// <param name="Artifacts">Its files by role, for example <c>zkey</c>; empty for a system that needs none.</param>
/// <param name="Timeout">Limit of one attempt at a proof; <see langword="null"/>: the stage's own default.</param>
public sealed record CircuitProofSystem(
    string Name,
    IReadOnlyDictionary<string, CircuitArtifact> Artifacts,
    TimeSpan? Timeout
);
