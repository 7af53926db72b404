using Npgsql;
using ProofSaga.LocalServers.Postgres;

namespace ProofSaga.Testing.Postgres;

/// <summary>
/// The Postgres server of this test run: the one named in <c>PROOFSAGA_TEST_POSTGRES</c>, else a private one made from the installed binaries.
/// </summary>
public sealed class PostgresServer
{
    /// <summary>The environment variable that names a running server (13 or newer): a connection string or a <c>postgres://</c> URL of a user who may create databases.</summary>
    public const string EnvironmentName = "PROOFSAGA_TEST_POSTGRES";

    /// <summary>Nobody reads the data after a crash of the machine; after one of the server all of it is there.</summary>
    static readonly Dictionary<string, string> ForThrowAwayData = new(StringComparer.Ordinal)
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
    };

    static readonly Lock Gate = new();
    static Task<PostgresServer>? shared;

    readonly string administrator;

    /// <remarks>Not pooled: a connection to a server that was stopped and started again since would be a broken one.</remarks>
    internal PostgresServer(string administrator) =>
        this.administrator = new NpgsqlConnectionStringBuilder(administrator) { Pooling = false }.ConnectionString;

    /// <summary>One server for the whole test process, started by the first call; a private one ends with the process, even when it is killed.</summary>
    /// <exception cref="LocalServers.Processes.ServerStartException">No server is named and none can be started; says what to install, or shows the server's log.</exception>
    public static Task<PostgresServer> SharedAsync()
    {
        lock (Gate)
            return shared ??= StartAsync();
    }

    /// <summary>An empty database of its own for one test, dropped when it is disposed.</summary>
    public Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default) =>
        CreateDatabaseAsync("template0", cancellationToken);

    /// <summary>A copy of another database.</summary>
    internal async Task<TestDatabase> CreateDatabaseAsync(string template, CancellationToken cancellationToken)
    {
        var name = $"proofsaga_test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}", cancellationToken);
        var connection = new NpgsqlConnectionStringBuilder(administrator) { Database = name, Pooling = true };
        return new TestDatabase(this, name, connection.ConnectionString);
    }

    /// <summary>Drops a database; whoever is still connected to it is cut off.</summary>
    internal Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    static async Task<PostgresServer> StartAsync()
    {
        var named = Environment.GetEnvironmentVariable(EnvironmentName);
        return string.IsNullOrWhiteSpace(named)
            ? (await PrivatePostgres.StartAsync(new LocalPostgresOptions { Settings = ForThrowAwayData })).Server
            : new PostgresServer(PostgresUrl.ToConnectionString(named));
    }

    async Task ExecuteAsync(string statement, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(administrator);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
