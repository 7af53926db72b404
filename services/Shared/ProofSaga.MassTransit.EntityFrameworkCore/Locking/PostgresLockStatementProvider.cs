namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Row locks of Postgres: <c>FOR UPDATE</c>, and <c>SKIP LOCKED</c> for work that many processes share.</summary>
public class PostgresLockStatementProvider : SqlLockStatementProvider
{
    const string Lock = " FOR UPDATE";
    const string LockUnlocked = " FOR UPDATE SKIP LOCKED";

    /// <summary>Tables that are mapped without a schema are found by the connection's search path.</summary>
    /// <param name="enableSchemaCaching">Accepted for the official package's sake: names are kept for each model, so that several contexts never mix.</param>
    public PostgresLockStatementProvider(bool enableSchemaCaching = true)
        : base(null, Lock, LockUnlocked) { }

    /// <inheritdoc cref="PostgresLockStatementProvider(bool)"/>
    /// <param name="schemaName">The schema of tables that are mapped without one.</param>
    public PostgresLockStatementProvider(string schemaName, bool enableSchemaCaching = true)
        : base(schemaName ?? throw new ArgumentNullException(nameof(schemaName)), Lock, LockUnlocked) { }
}
