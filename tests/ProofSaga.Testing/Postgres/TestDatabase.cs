using Npgsql;

namespace ProofSaga.Testing.Postgres;

/// <summary>A database that only one test uses.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    readonly PostgresServer server;

    internal TestDatabase(PostgresServer server, string name, string connectionString)
    {
        this.server = server;
        Name = name;
        ConnectionString = connectionString;
    }

    public string Name { get; }

    /// <summary>For Npgsql, with the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Another database on the same server with the same content; nobody may be connected to this one meanwhile.</summary>
    public Task<TestDatabase> CopyAsync(CancellationToken cancellationToken = default)
    {
        ReleaseConnections();
        return server.CreateDatabaseAsync(Name, cancellationToken);
    }

    /// <summary>Drops the database, also while somebody is connected to it.</summary>
    public async ValueTask DisposeAsync()
    {
        ReleaseConnections();
        await server.DropDatabaseAsync(Name);
    }

    void ReleaseConnections()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}
