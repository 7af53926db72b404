using ProofSaga.Benchmarks.Reporting;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Benchmarks.Publishing;

/// <summary>Everything that one run found out.</summary>
/// <param name="LoopProofsPerSecond">Of a plain loop that sends one transaction and waits for it.</param>
/// <param name="Rounds">With one publisher, with two.</param>
public sealed record PublishingReport(
    PublishingSize Size,
    BatchGas Groth16,
    BatchGas Attestation,
    double LoopProofsPerSecond,
    IReadOnlyList<PublishingRound> Rounds
)
{
    const int FullBatch = ProofRegistryCalls.LargestBatch;

    public double TimesTheLoop(PublishingRound round) => round.ProofsPerSecond / LoopProofsPerSecond;

    public IReadOnlyList<Goal> Goals =>
        [
            Goal.AtMost(
                $"attest in a batch of {FullBatch}, % of one alone",
                Attestation.PercentInBatchOf(FullBatch),
                45
            ),
            Goal.AtMost($"groth16 in a batch of {FullBatch}, % of one alone", Groth16.PercentInBatchOf(FullBatch), 40),
            .. Rounds.Select(round =>
                Goal.AtLeast($"throughput with {Name(round)} ÷ plain loop", TimesTheLoop(round), 10)
            ),
            Goal.AtMost("peak memory of a publisher, MiB", Rounds.SelectMany(round => round.PeakMib).Max(), 512),
        ];

    internal static string Name(PublishingRound round) =>
        round.Publishers == 1 ? "1 publisher" : $"{round.Publishers} publishers";
}
