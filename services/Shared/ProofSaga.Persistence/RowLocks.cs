using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Persistence;

static class RowLocks
{
    static readonly PostgresLockStatementProvider Postgres = new();
    static readonly SqliteLockStatementProvider Sqlite = new();

    public static ILockStatementProvider LockStatements(this ProofSagaDbContext db) =>
        db.Database.IsNpgsql() ? Postgres : Sqlite;

    /// <summary>Ends a SELECT that locks its rows. SQLite needs none: a transaction that writes is the only one.</summary>
    public static string LockClause(this ProofSagaDbContext db) => db.Database.IsNpgsql() ? " FOR UPDATE" : "";
}
