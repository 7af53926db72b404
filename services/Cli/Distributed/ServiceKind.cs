namespace ProofSaga.Cli.Distributed;

/// <summary>A service that runs as a process of its own, any number of times.</summary>
/// <param name="Name">As operators write it: <c>dead-letters</c>.</param>
/// <param name="Project">Its folder under <c>services</c>, and the end of its program's name.</param>
sealed record ServiceKind(string Name, string Project)
{
    public static ServiceKind Intake { get; } = new("intake", "Intake");
    public static ServiceKind Publisher { get; } = new("publisher", "Publisher");

    public static IReadOnlyList<ServiceKind> All { get; } =
    [
        Intake,
        new("orchestrator", "Orchestrator"),
        new("prover", "Prover"),
        Publisher,
        new("dead-letters", "DeadLetters"),
    ];

    public string Program =>
        Path.Combine(
            Repository.Root,
            "services",
            Project,
            "bin",
            "Release",
            "net10.0",
            $"{nameof(ProofSaga)}.{Project}.dll"
        );
}
