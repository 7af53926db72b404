using ProofSaga.Contracts.Failures;

namespace ProofSaga.Circuits.Artifacts;

/// <summary>No artifact is stored under an address: another try finds none either.</summary>
public sealed class ArtifactNotFoundException(string sha256)
    : ArtifactException(FailureCodes.ArtifactNotFound, $"No artifact {sha256} is stored.")
{
    public string Sha256 { get; } = sha256;
}
