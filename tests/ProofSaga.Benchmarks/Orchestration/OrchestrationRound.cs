namespace ProofSaga.Benchmarks.Orchestration;

/// <summary>One round of proofs under load.</summary>
/// <param name="PgBenchBefore">Commits per second of pgbench just before.</param>
/// <param name="CpuMillisecondsPerProof">By process, until everything is cleaned up.</param>
/// <param name="WalBytesPerProof">Until everything is cleaned up.</param>
public sealed record OrchestrationRound(
    double PgBenchBefore,
    double ProofsPerSecond,
    IReadOnlyDictionary<string, double> CpuMillisecondsPerProof,
    double WalBytesPerProof
);
