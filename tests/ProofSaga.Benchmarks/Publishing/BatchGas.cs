namespace ProofSaga.Benchmarks.Publishing;

/// <summary>What proofs of a kind cost on chain, in gas: the whole transaction, its 21,000 and its call data included.</summary>
/// <param name="Alone">Of <c>publish</c> or <c>attest</c>.</param>
/// <param name="PerProof">Size of a <c>publishBatch</c> → its gas divided by its size.</param>
public sealed record BatchGas(double Alone, IReadOnlyDictionary<int, double> PerProof)
{
    /// <summary>Of what a proof alone costs.</summary>
    public double PercentInBatchOf(int size) => 100 * PerProof[size] / Alone;
}
