namespace ProofSaga.Benchmarks.Orchestration;

/// <summary>How much is measured.</summary>
/// <param name="WarmUp">Proofs before anything is measured: the services compile their code and fill their pools.</param>
/// <param name="Proofs">Proofs of one round.</param>
/// <param name="InFlight">Proofs that the load generator keeps under way.</param>
/// <param name="Rounds">Rounds; before the first and after each one runs pgbench.</param>
/// <param name="PgBenchSeconds">How long pgbench runs each time.</param>
/// <param name="LatencyProofs">Proofs sent one after the other, each when the one before is complete.</param>
/// <param name="Outboxes">Waiting outboxes to drain; 0 leaves the drain out.</param>
public sealed record OrchestrationSize(
    int WarmUp,
    int Proofs,
    int InFlight,
    int Rounds,
    int PgBenchSeconds,
    int LatencyProofs,
    int Outboxes
)
{
    public static OrchestrationSize Full { get; } = new(1500, 3000, 64, 3, 6, 300, 20_000);

    public static OrchestrationSize Quick { get; } = new(300, 600, 64, 1, 3, 100, 2000);
}
