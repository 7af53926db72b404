using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Prover.Tests.Host;

/// <summary>Makes transactions that store a finished proof fail as they do when the database cannot be reached.</summary>
sealed class DatabaseOutage(DatabaseKind database) : DbTransactionInterceptor
{
    const int CannotOpen = 14; // SQLITE_CANTOPEN

    int failuresLeft;

    /// <summary>The next ones fail, so many.</summary>
    public void Begin(int failures) => Volatile.Write(ref failuresLeft, failures);

    public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default
    ) =>
        StoresAProof(eventData.Context) && Interlocked.Decrement(ref failuresLeft) >= 0
            ? throw Failure()
            : ValueTask.FromResult(result);

    static bool StoresAProof(DbContext? context) =>
        context is not null && context.ChangeTracker.Entries<Proof>().Any(entry => entry.State == EntityState.Modified);

    DbException Failure() =>
        database == DatabaseKind.Sqlite
            ? new SqliteException("unable to open database file", CannotOpen)
            : new NpgsqlException("Failed to connect", new IOException("connection refused"));
}
