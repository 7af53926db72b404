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

    /// <summary>Drops the database, also while somebody is connected to it.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);

        await server.DropDatabaseAsync(Name);
    }
}
