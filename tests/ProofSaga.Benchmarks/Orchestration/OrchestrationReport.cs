using ProofSaga.Benchmarks.Measuring;
using ProofSaga.Benchmarks.Reporting;

namespace ProofSaga.Benchmarks.Orchestration;

/// <summary>Everything that one run found out.</summary>
/// <param name="CommitsPerProof">Of the pipeline's database, from the first submission until everything is cleaned up.</param>
/// <param name="QueriesPerProof">Statements without those that begin and end transactions.</param>
/// <param name="HopsPerProof">Messages published for one proof, the submission included.</param>
public sealed record OrchestrationReport(
    OrchestrationSize Size,
    IReadOnlyList<OrchestrationRound> Rounds,
    double PgBenchAfterwards,
    double CommitsPerProof,
    double QueriesPerProof,
    double HopsPerProof,
    IReadOnlyList<StatementCount> Statements,
    Latencies IdleLatency,
    DrainFigures? Drain
)
{
    public double ProofsPerSecond => Rounds.Average(round => round.ProofsPerSecond);

    public double CpuMillisecondsPerProof => Rounds.Average(round => round.CpuMillisecondsPerProof.Values.Sum());

    public double WalBytesPerProof => Rounds.Average(round => round.WalBytesPerProof);

    /// <summary>pgbench just before and just after a round, so that a change of the machine's mood shows.</summary>
    public double PgBenchAround(int round) =>
        (Rounds[round].PgBenchBefore + (round + 1 < Rounds.Count ? Rounds[round + 1].PgBenchBefore : PgBenchAfterwards))
        / 2;

    /// <summary>The share of pgbench's commits per second that the pipeline makes with the commits of its proofs.</summary>
    public double ShareOfPgBench(int round) => Rounds[round].ProofsPerSecond * CommitsPerProof / PgBenchAround(round);

    public double ShareOfPgBench() => Enumerable.Range(0, Rounds.Count).Average(ShareOfPgBench);

    public IReadOnlyList<Goal> Goals =>
        [
            Goal.AtMost("commits per proof", CommitsPerProof, 10),
            Goal.AtLeast("throughput ÷ (pgbench commits/s ÷ commits per proof)", ShareOfPgBench(), 0.4),
            Goal.AtMost("latency on an idle system, p50, ms", IdleLatency.P50, 40),
            Goal.AtMost("latency on an idle system, p99, ms", IdleLatency.P99, 150),
            .. Drain is null
                ? (Goal[])[]
                :
                [
                    Goal.AtLeast("outboxes drained per second by one node", Drain.OneNode, 2000),
                    Goal.AtLeast("… by two nodes, against one", Drain.TwoNodes / Drain.OneNode, 1),
                ],
        ];
}
