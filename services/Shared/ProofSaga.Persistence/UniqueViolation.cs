using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ProofSaga.Persistence;

/// <summary>Recognises that a row was there already, by the database's own error code.</summary>
public static class UniqueViolation
{
    const int SqliteConstraintPrimaryKey = 1555;
    const int SqliteConstraintUnique = 2067;

    public static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException switch
        {
            PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode
                is SqliteConstraintPrimaryKey
                    or SqliteConstraintUnique,
            _ => false,
        };
}
