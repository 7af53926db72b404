using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Persistence;

/// <summary>How either database locks rows until the end of the transaction.</summary>
public static class RowLocks
{
    static readonly PostgresLockStatementProvider Postgres = new();
    static readonly SqliteLockStatementProvider Sqlite = new();

    /// <summary>Makes statements that read rows and lock them.</summary>
    public static ILockStatementProvider LockStatements(this ProofSagaDbContext db) =>
        db.Database.IsNpgsql() ? Postgres : Sqlite;

    /// <summary>Ends a SELECT that locks its rows. SQLite needs none: a transaction that writes is the only one.</summary>
    internal static string LockClause(this ProofSagaDbContext db) => db.Database.IsNpgsql() ? " FOR UPDATE" : "";
}
