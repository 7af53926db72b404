using ProofSaga.Benchmarks.Orchestration;

namespace ProofSaga.Benchmarks.Tests;

/// <summary>The benchmark itself, so small that only its counts mean something; times are for a quiet machine.</summary>
public class OrchestrationBenchTests
{
    static readonly OrchestrationSize Tiny = new(
        WarmUp: 100,
        // enough that what the services ask for while they idle does not count
        Proofs: 800,
        InFlight: 32,
        Rounds: 1,
        PgBenchSeconds: 1,
        LatencyProofs: 10,
        Outboxes: 200
    );

    [Test]
    public async Task A_proof_costs_at_most_ten_commits_and_seven_messages_and_every_figure_is_there()
    {
        var report = await OrchestrationBench.RunAsync(Tiny, TestContext.Progress.WriteLine, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.CommitsPerProof, Is.InRange(1, 10));
            Assert.That(report.HopsPerProof, Is.EqualTo(7).Within(0.5));
            Assert.That(report.QueriesPerProof, Is.Positive);
            Assert.That(report.WalBytesPerProof, Is.Positive);
            Assert.That(report.CpuMillisecondsPerProof, Is.Positive);
            // the dead letters service has nothing to do: less than the clock's tick
            Assert.That(report.Rounds.Single().CpuMillisecondsPerProof, Has.Count.EqualTo(7));
            Assert.That(report.Rounds.Single().CpuMillisecondsPerProof.Values.Count(used => used > 0), Is.AtLeast(6));
            Assert.That(report.ShareOfPgBench(), Is.Positive);
            Assert.That(report.IdleLatency.Count, Is.EqualTo(10));
            Assert.That(report.IdleLatency.P50, Is.Positive.And.AtMost(report.IdleLatency.P99));
            Assert.That(report.Drain!.OneNode, Is.Positive);
            Assert.That(report.Drain!.TwoNodes, Is.Positive);
            Assert.That(report.Goals, Has.Count.EqualTo(6));
        }
    }
}
