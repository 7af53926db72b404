using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The names that an entity has in the database, quoted for SQL.</summary>
sealed class MappedTable
{
    readonly IEntityType entityType;
    readonly StoreObjectIdentifier table;
    readonly ISqlGenerationHelper quoting;

    MappedTable(IEntityType entityType, StoreObjectIdentifier table, string? schema, ISqlGenerationHelper quoting)
    {
        this.entityType = entityType;
        this.table = table;
        this.quoting = quoting;
        Name = quoting.DelimitIdentifier(table.Name, table.Schema ?? schema);
        // named one by one: a system column such as xmin is not part of *
        Columns = string.Join(
            ", ",
            entityType
                .GetTableMappings()
                .SelectMany(mapping => mapping.Table.Columns)
                .Select(column => quoting.DelimitIdentifier(column.Name))
                .Distinct(StringComparer.Ordinal)
        );
    }

    public string Name { get; }

    /// <summary>Every column that the entity needs, separated by commas.</summary>
    public string Columns { get; }

    public string Column(string propertyName) =>
        quoting.DelimitIdentifier(
            entityType.FindProperty(propertyName)?.GetColumnName(table)
                ?? throw new ConfigurationException(
                    $"{entityType.DisplayName()}.{propertyName} is not mapped to a column."
                )
        );

    /// <summary>The table of an entity in a context.</summary>
    /// <param name="schema">The schema of a table that is mapped without one.</param>
    /// <exception cref="ConfigurationException">The type is no entity of the context, or has no table.</exception>
    public static MappedTable Of<T>(DbContext context, string? schema = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        var mapped =
            context.Model.FindEntityType(typeof(T))
            ?? throw new ConfigurationException(
                $"{TypeCache<T>.ShortName} is not part of {context.GetType().Name}: add it in OnModelCreating."
            );
        var identifier =
            StoreObjectIdentifier.Create(mapped, StoreObjectType.Table)
            ?? throw new ConfigurationException($"{mapped.DisplayName()} is not mapped to a table.");
        return new MappedTable(mapped, identifier, schema, context.GetService<ISqlGenerationHelper>());
    }
}
