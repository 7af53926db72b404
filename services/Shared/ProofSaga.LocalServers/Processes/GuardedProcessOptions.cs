namespace ProofSaga.LocalServers.Processes;

/// <summary>What a guarded process is, and how it ends.</summary>
public sealed record GuardedProcessOptions
{
    /// <summary>
    /// The process's own folder; it exists. One guarded process at a time: a second one waits up to a minute for the
    /// first one to end.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>The program and its arguments; it must become the server itself (exec), not fork it away.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables set for the process beside our own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The signal that ends the process, without SIG: <c>TERM</c>, <c>QUIT</c>, …</summary>
    /// <value><c>TERM</c>.</value>
    public string StopSignal { get; init; } = "TERM";

    /// <summary>What the process gets to stop by itself before its process group is killed.</summary>
    /// <value>20 seconds.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Where standard output and error are appended to.</summary>
    /// <value>Null: <c>server.log</c> in the folder.</value>
    public string? LogFile { get; init; }

    /// <summary>Does the folder stay when the process has ended?</summary>
    /// <value>No: it is deleted, whatever is in it.</value>
    public bool KeepsFolder { get; init; }
}
