namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>SQLite has one writer and no row locks: a transaction takes the write lock when it begins (<c>BEGIN IMMEDIATE</c>), which serves for every row.</summary>
public class SqliteLockStatementProvider() : SqlLockStatementProvider(null, "", "");
