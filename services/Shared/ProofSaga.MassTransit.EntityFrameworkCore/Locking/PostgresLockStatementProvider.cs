namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Row locks of Postgres: <c>FOR UPDATE</c>, and <c>SKIP LOCKED</c> for work that many processes share.</summary>
/// <param name="schemaName">The schema of tables that are mapped without one; null: the connection's search path decides.</param>
public class PostgresLockStatementProvider(string? schemaName = null)
    : SqlLockStatementProvider(schemaName, " FOR UPDATE", " FOR UPDATE SKIP LOCKED");
