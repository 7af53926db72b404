namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>SQLite has one writer and no row locks: a transaction takes the write lock when it begins (<c>BEGIN IMMEDIATE</c>), which serves for every row.</summary>
public class SqliteLockStatementProvider : SqlLockStatementProvider
{
    /// <summary>The one way to lock that there is.</summary>
    /// <param name="enableSchemaCaching">Accepted for the official package's sake: names are kept for each model, so that several contexts never mix.</param>
    public SqliteLockStatementProvider(bool enableSchemaCaching = true)
        : base(null, "", "") { }
}
