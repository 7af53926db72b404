namespace ProofSaga.Circuits.Manifests;

/// <summary>A file that a proof system needs for a circuit.</summary>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hexadecimal digits; checked when the circuit was loaded.</param>
public sealed record CircuitArtifact(string Path, string Sha256);
