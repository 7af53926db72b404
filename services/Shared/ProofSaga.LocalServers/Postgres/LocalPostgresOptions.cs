namespace ProofSaga.LocalServers.Postgres;

/// <summary>How a Postgres of our own is started.</summary>
public sealed record LocalPostgresOptions
{
    /// <summary>The folder for its data and its password; made if absent, and taken up again by a later start.</summary>
    /// <value>Null: a temporary one, deleted when the server ends.</value>
    public string? Folder { get; init; }

    /// <summary>The port of 127.0.0.1 that it listens on.</summary>
    /// <value>Null: a free one.</value>
    public int? Port { get; init; }

    /// <summary>Where it logs to.</summary>
    /// <value>Null: <c>server.log</c> in the folder.</value>
    public string? LogFile { get; init; }

    /// <summary>Server parameters by name, beside our own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
