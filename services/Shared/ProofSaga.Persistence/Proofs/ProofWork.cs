namespace ProofSaga.Persistence.Proofs;

/// <summary>What a worker needs to know of a proof.</summary>
/// <param name="Attempt">The current attempt: an order with a lower number is superseded.</param>
/// <param name="Inputs">The canonical inputs in the clear, UTF-8 JSON; null once erased. Secret.</param>
/// <param name="Document">The proof document; null before generation and after the end.</param>
/// <param name="Publish">Is it to be published?</param>
public sealed record ProofWork(
    Guid ProofId,
    string Circuit,
    int CircuitVersion,
    string ProofSystem,
    ProofStatus Status,
    int Attempt,
    ReadOnlyMemory<byte>? Inputs,
    ReadOnlyMemory<byte>? Document,
    string? ArtifactSha256,
    TimeSpan GenerationTime,
    bool Publish = true
)
{
    public override string ToString() => $"proof {ProofId}, {Status}, attempt {Attempt}";
}
