namespace ProofSaga.Benchmarks.Publishing;

/// <summary>How much is measured.</summary>
/// <param name="WarmUp">Proofs before anything is measured: the publishers compile their code and fill their pools.</param>
/// <param name="Proofs">Proofs of one round, half of them groth16 proofs, half attestations.</param>
/// <param name="LoopProofs">Proofs that the plain loop sends, one after the other.</param>
/// <param name="BlockTime">Time between the chain's blocks.</param>
public sealed record PublishingSize(int WarmUp, int Proofs, int LoopProofs, TimeSpan BlockTime)
{
    public static PublishingSize Full { get; } = new(64, 1000, 20, TimeSpan.FromSeconds(1));

    public static PublishingSize Quick { get; } = new(32, 200, 6, TimeSpan.FromSeconds(1));
}
