using ProofSaga.Benchmarks.Publishing;

namespace ProofSaga.Benchmarks.Tests;

/// <summary>The benchmark itself, so small that only its counts mean something; times are for a quiet machine.</summary>
public class PublishingBenchTests
{
    static readonly PublishingSize Tiny = new(WarmUp: 4, Proofs: 48, LoopProofs: 3, BlockTime: TimeSpan.FromSeconds(1));

    [Test]
    public async Task Every_proof_is_published_once_faster_than_by_a_loop_and_every_figure_is_there()
    {
        var report = await PublishingBench.RunAsync(Tiny, TestContext.Progress.WriteLine, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            foreach (var gas in (BatchGas[])[report.Groth16, report.Attestation])
            {
                Assert.That(gas.PerProof.Keys, Is.EqualTo((int[])[1, 8, 32]));
                Assert.That(gas.PerProof.Values, Is.All.InRange(22_100, 300_000), "no less than a slot of storage");
                Assert.That(gas.PercentInBatchOf(32), Is.LessThan(gas.PercentInBatchOf(8)).And.LessThan(100));
            }

            Assert.That(report.LoopProofsPerSecond, Is.InRange(0.1, 1.5), "one in a block");
            Assert.That(report.Rounds.Select(round => round.Publishers), Is.EqualTo((int[])[1, 2]));
            Assert.That(report.Rounds.Select(round => round.Events), Is.All.EqualTo(Tiny.Proofs));
            Assert.That(report.Rounds.Select(round => round.Transactions), Is.All.InRange(1, Tiny.Proofs));
            Assert.That(report.Rounds.Select(report.TimesTheLoop), Is.All.GreaterThan(1));
            Assert.That(report.Rounds.SelectMany(round => round.PeakMib), Is.All.InRange(32, 2048));
            Assert.That(report.Goals, Has.Count.EqualTo(5));
        }
    }
}
