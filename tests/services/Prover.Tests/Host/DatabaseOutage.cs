using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using ProofSaga.Persistence;

namespace ProofSaga.Prover.Tests.Host;

/// <summary>Makes statements that store a finished proof fail as they do when the database cannot be reached.</summary>
sealed class DatabaseOutage(DatabaseKind database) : DbCommandInterceptor
{
    const int CannotOpen = 14; // SQLITE_CANTOPEN

    int failuresLeft;

    /// <summary>The next ones fail, so many.</summary>
    public void Begin(int failures) => Volatile.Write(ref failuresLeft, failures);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) =>
        StoresAProof(command) && Interlocked.Decrement(ref failuresLeft) >= 0
            ? throw Failure()
            : ValueTask.FromResult(result);

    static bool StoresAProof(DbCommand command) =>
        command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal)
        && command.CommandText.Contains("generation_time_ms", StringComparison.Ordinal);

    DbException Failure() =>
        database == DatabaseKind.Sqlite
            ? new SqliteException("unable to open database file", CannotOpen)
            : new NpgsqlException("Failed to connect", new IOException("connection refused"));
}
