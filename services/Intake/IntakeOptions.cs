using System.ComponentModel.DataAnnotations;

namespace ProofSaga.Intake;

public sealed class IntakeOptions
{
    public const string Section = "Intake";

    /// <summary>The largest body of a request, bytes; a larger one is answered with 413.</summary>
    /// <value>Default 1 MiB. From 1 KiB to 64 MiB: a body is held in memory while it is checked.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;
}
