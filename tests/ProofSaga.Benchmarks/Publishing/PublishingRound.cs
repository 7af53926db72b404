namespace ProofSaga.Benchmarks.Publishing;

/// <summary>A round of proofs through the queue.</summary>
/// <param name="ProofsPerSecond">From the first order to the last answer.</param>
/// <param name="Events">The registry's events of the round's proofs: as many as proofs when each is published once.</param>
/// <param name="Transactions">Those that the proofs took.</param>
/// <param name="PeakMib">Of each publisher, the most memory resident at once until the end of the round.</param>
public sealed record PublishingRound(
    int Proofs,
    double ProofsPerSecond,
    int Events,
    int Transactions,
    IReadOnlyList<double> PeakMib
)
{
    public int Publishers => PeakMib.Count;
}
