using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ProofSaga.Persistence.Workers;

/// <summary>
/// A worker's own row of <c>workers</c>. For one thread that nothing else may hold up: the calls are synchronous, so that
/// they need no thread of the pool, and the connection is its own, kept open, and opened again after a failure.
/// </summary>
/// <remarks>Every call throws a <see cref="DbException"/> when the database does not take it within seconds.</remarks>
public sealed class WorkerRegister(DatabaseAddress database) : IDisposable
{
    const int TimeoutSeconds = 5;

    DbConnection? connection;

    /// <summary>Says that the worker is alive; makes its row if there is none.</summary>
    public void Beat(Worker worker) =>
        Execute(
            """
            INSERT INTO workers (name, started_at, seen_at, prover_slots, instant_slots)
            VALUES (@name, @started_at, @seen_at, @prover_slots, @instant_slots)
            ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at
            """,
            ("@name", worker.Name),
            ("@started_at", worker.StartedAt),
            ("@seen_at", worker.SeenAt),
            ("@prover_slots", worker.ProverSlots),
            ("@instant_slots", worker.InstantSlots)
        );

    /// <summary>Takes the worker's row away: it takes no more orders.</summary>
    public void Remove(string name) => Execute("DELETE FROM workers WHERE name = @name", ("@name", name));

    /// <summary>Takes away the rows of all that have not been seen since a time (UTC).</summary>
    public void RemoveUnseenSince(DateTime time) =>
        Execute("DELETE FROM workers WHERE seen_at < @time", ("@time", time));

    public void Dispose() => Disconnect();

    void Execute(string statement, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        try
        {
            connection ??= Connect();
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.CommandTimeout = TimeoutSeconds;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            command.ExecuteNonQuery();
        }
        catch
        {
            Disconnect();
            throw;
        }
    }

    DbConnection Connect()
    {
        DbConnection opened = database.Kind == DatabaseKind.Postgres ? ToPostgres() : ToSqlite();
        try
        {
            opened.Open();
            if (database.Kind == DatabaseKind.Sqlite)
                SpareTheOtherWriters(opened);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    void Disconnect()
    {
        connection?.Dispose();
        connection = null;
    }

    NpgsqlConnection ToPostgres() =>
        new(
            new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Pooling = false,
                Timeout = TimeoutSeconds,
                CommandTimeout = TimeoutSeconds,
            }.ConnectionString
        );

    SqliteConnection ToSqlite() =>
        new(
            new SqliteConnectionStringBuilder(database.ConnectionString)
            {
                Pooling = false,
                DefaultTimeout = TimeoutSeconds,
            }.ConnectionString
        );

    /// <summary>A beat need not survive a power failure: without a wait for the disk it has the file's only write lock for no time.</summary>
    static void SpareTheOtherWriters(DbConnection opened)
    {
        using var command = opened.CreateCommand();
        command.CommandText = "PRAGMA synchronous = NORMAL";
        command.ExecuteNonQuery();
    }
}
