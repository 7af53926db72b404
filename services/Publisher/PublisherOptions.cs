using System.ComponentModel.DataAnnotations;

namespace ProofSaga.Publisher;

public sealed class PublisherOptions
{
    public const string Section = "Publisher";

    /// <value>Proofs published at once by this process, most of the time waiting for the chain. Default 16.</value>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 16;
}
