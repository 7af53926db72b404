using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Lock statements for a database that wants a clause at the end of a SELECT.</summary>
public abstract class SqlLockStatementProvider : ILockStatementProvider
{
    readonly string? schemaName;
    readonly string lockClause;

    /// <summary>A provider for one database.</summary>
    /// <param name="schemaName">The schema of tables that are mapped without one.</param>
    protected SqlLockStatementProvider(string? schemaName, string lockClause, string skipLockedClause)
    {
        this.schemaName = schemaName;
        this.lockClause = lockClause;
        SkipLockedClause = skipLockedClause;
    }

    public string SkipLockedClause { get; }

    public string GetRowLockStatement<T>(DbContext context)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        var key =
            context.Model.FindEntityType(typeof(T))?.FindPrimaryKey()
            ?? throw new ConfigurationException(
                $"{TypeCache<T>.ShortName} has no primary key in {context.GetType().Name}: add its saga map to the model."
            );
        return GetRowLockStatement<T>(context, [.. key.Properties.Select(property => property.Name)]);
    }

    public string GetRowLockStatement<T>(DbContext context, params string[] propertyNames)
        where T : class
    {
        var table = MappedTable.Of<T>(context, schemaName);
        var conditions = propertyNames.Select((name, position) => $"{table.Column(name)} = {{{position}}}");
        return $"SELECT {table.Columns} FROM {table.Name} WHERE {string.Join(" AND ", conditions)}{lockClause}";
    }
}
