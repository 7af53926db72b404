using System.ComponentModel.DataAnnotations;

namespace ProofSaga.Publisher;

public sealed class PublisherOptions
{
    public const string Section = "Publisher";

    /// <value>
    /// Proofs published at once by this process, most of the time waiting for the chain. Default 128, which is four full
    /// batches; 1 to 4096. Below <see cref="Chains.ChainOptions.BatchSize"/> no batch is ever full.
    /// </value>
    [Range(1, 4096)]
    public int Concurrency { get; set; } = 128;
}
