using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Tells an insert that came second from other failures, by the database's error codes.</summary>
static class UniqueViolation
{
    // https://sqlite.org/rescode.html
    const int SqliteConstraintPrimaryKey = 1555;
    const int SqliteConstraintUnique = 2067;

    public static bool IsUniqueViolation(this DbUpdateException failure) =>
        failure.InnerException switch
        {
            PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode
                is SqliteConstraintPrimaryKey
                    or SqliteConstraintUnique,
            _ => false,
        };
}
