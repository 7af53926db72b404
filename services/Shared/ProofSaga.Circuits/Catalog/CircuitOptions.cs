using System.ComponentModel.DataAnnotations;

namespace ProofSaga.Circuits.Catalog;

public sealed class CircuitOptions
{
    /// <summary>The folder whose sub-folders are circuits. It must exist.</summary>
    /// <value>No default.</value>
    [Required]
    public string CircuitsFolder { get; set; } = "";
}
