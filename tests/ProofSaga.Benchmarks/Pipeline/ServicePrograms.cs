using ProofSaga.Testing;

namespace ProofSaga.Benchmarks.Pipeline;

/// <summary>The programs that a benchmark runs.</summary>
static class ServicePrograms
{
    /// <summary>Those that a proof without publication needs.</summary>
    public static IReadOnlyList<(string Name, string File)> All { get; } =
    [
        ("intake", "services/Intake/{0}/ProofSaga.Intake.dll"),
        ("orchestrator", "services/Orchestrator/{0}/ProofSaga.Orchestrator.dll"),
        ("prover", "services/Prover/{0}/ProofSaga.Prover.dll"),
        ("dead letters", "services/DeadLetters/{0}/ProofSaga.DeadLetters.dll"),
    ];

    /// <summary>This project's program, whichever program calls.</summary>
    public static string Benchmarks => BuiltPrograms.PathOf("tests/ProofSaga.Benchmarks/{0}/ProofSaga.Benchmarks.dll");
}
