using ProofSaga.Testing;

namespace ProofSaga.Benchmarks.Pipeline;

/// <summary>The services' programs as they are built, each in its own project's output folder.</summary>
static class ServicePrograms
{
    public static IReadOnlyList<(string Name, string File)> All { get; } =
    [
        ("intake", "services/Intake/{0}/ProofSaga.Intake.dll"),
        ("orchestrator", "services/Orchestrator/{0}/ProofSaga.Orchestrator.dll"),
        ("prover", "services/Prover/{0}/ProofSaga.Prover.dll"),
        ("dead letters", "services/DeadLetters/{0}/ProofSaga.DeadLetters.dll"),
    ];

    /// <summary>This project's program, whichever program calls.</summary>
    public static string Benchmarks => PathOf("tests/ProofSaga.Benchmarks/{0}/ProofSaga.Benchmarks.dll");

    public static string PathOf(string file) =>
        Path.Combine(RepositoryRoot.Path, file.Replace("{0}", Output(), StringComparison.Ordinal));

    /// <summary>The end of our own output folder, which theirs share: <c>bin/Release/net10.0</c>.</summary>
    static string Output()
    {
        var parts = AppContext.BaseDirectory.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', parts[^3..]);
    }
}
