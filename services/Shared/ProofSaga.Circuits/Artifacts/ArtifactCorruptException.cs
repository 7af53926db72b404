using ProofSaga.Contracts.Failures;

namespace ProofSaga.Circuits.Artifacts;

/// <summary>What is stored under an address is not what was stored there: the disk or a person changed it.</summary>
public sealed class ArtifactCorruptException(string sha256)
    : ArtifactException(FailureCodes.ArtifactCorrupt, $"The artifact {sha256} no longer has that SHA-256.")
{
    public string Sha256 { get; } = sha256;
}
