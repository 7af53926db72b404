namespace ProofSaga.Circuits.Artifacts;

/// <summary>No artifact is stored under an address.</summary>
public sealed class ArtifactNotFoundException(string sha256) : Exception($"No artifact {sha256} is stored.")
{
    public string Sha256 { get; } = sha256;
}
