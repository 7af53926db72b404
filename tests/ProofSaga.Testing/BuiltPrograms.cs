namespace ProofSaga.Testing;

/// <summary>The programs as they are built, each in its own project's output folder.</summary>
public static class BuiltPrograms
{
    public static string Standalone { get; } = PathOf("services/Standalone/{0}/ProofSaga.Standalone.dll");

    public static string Cli { get; } = PathOf("services/Cli/{0}/ProofSaga.Cli.dll");

    public static string Intake { get; } = PathOf("services/Intake/{0}/ProofSaga.Intake.dll");

    public static string Orchestrator { get; } = PathOf("services/Orchestrator/{0}/ProofSaga.Orchestrator.dll");

    public static string Prover { get; } = PathOf("services/Prover/{0}/ProofSaga.Prover.dll");

    public static string DeadLetters { get; } = PathOf("services/DeadLetters/{0}/ProofSaga.DeadLetters.dll");

    public static string Publisher { get; } = PathOf("services/Publisher/{0}/ProofSaga.Publisher.dll");

    /// <param name="file">Below the root of the checkout, with <c>{0}</c> in place of the output folder.</param>
    public static string PathOf(string file) =>
        Path.Combine(RepositoryRoot.Path, file.Replace("{0}", Output(), StringComparison.Ordinal));

    /// <summary>The end of our own output folder, which theirs share: <c>bin/Release/net10.0</c>.</summary>
    static string Output()
    {
        var parts = AppContext.BaseDirectory.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', parts[^3..]);
    }
}
