using System.ComponentModel.DataAnnotations;

namespace ProofSaga.Circuits.Artifacts;

public sealed class ArtifactStoreOptions
{
    /// <summary>The folder that keeps the artifacts; made when it does not exist. All processes of one installation share it.</summary>
    /// <value>No default.</value>
    [Required]
    public string Folder { get; set; } = "";
}
