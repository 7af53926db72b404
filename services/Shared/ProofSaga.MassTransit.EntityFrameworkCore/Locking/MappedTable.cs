using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The names that an entity has in the database, quoted for SQL. Looked up once for each model.</summary>
sealed class MappedTable
{
    static readonly ConditionalWeakTable<IModel, ConcurrentDictionary<(Type, string?), MappedTable>> Known = [];

    readonly ConcurrentDictionary<string, string> statements = new(StringComparer.Ordinal);
    readonly IEntityType entityType;
    readonly StoreObjectIdentifier table;
    readonly ISqlGenerationHelper quoting;
    readonly bool namesIndexes;

    MappedTable(
        IEntityType entityType,
        StoreObjectIdentifier table,
        string? schema,
        ISqlGenerationHelper quoting,
        bool namesIndexes
    )
    {
        this.entityType = entityType;
        this.table = table;
        this.quoting = quoting;
        this.namesIndexes = namesIndexes;
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
        quoting.DelimitIdentifier(Property(propertyName).GetColumnName(table) ?? throw NotMapped(propertyName));

    /// <summary>
    /// The name for a FROM that is to be read by the index that begins with a property. SQLite, whose statistics nobody gathers, is told so and refuses the
    /// statement without that index; Postgres finds it by itself.
    /// </summary>
    public string NameByIndexOn(string propertyName)
    {
        var index = entityType.GetIndexes().FirstOrDefault(known => known.Properties[0].Name == propertyName);
        return namesIndexes && index?.GetDatabaseName() is { } name
            ? $"{Name} INDEXED BY {quoting.DelimitIdentifier(name)}"
            : Name;
    }

    /// <summary>A statement about this table, written at its first use.</summary>
    /// <param name="name">Unique among the statements about this table.</param>
    public string Statement(string name, Func<MappedTable, string> write) =>
        statements.GetOrAdd(name, static (_, state) => state.write(state.table), (write, table: this));

    /// <summary>Adds a parameter <c>@name</c>, converted as the property's column stores it.</summary>
    public void AddParameter(DbCommand command, string name, string propertyName, object value) =>
        command.Parameters.Add(Property(propertyName).GetRelationalTypeMapping().CreateParameter(command, name, value));

    /// <summary>The table of an entity in a context.</summary>
    /// <param name="schema">The schema of a table that is mapped without one.</param>
    /// <exception cref="ConfigurationException">The type is no entity of the context, or has no table.</exception>
    public static MappedTable Of<T>(DbContext context, string? schema = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        return Known
            .GetOrCreateValue(context.Model)
            .GetOrAdd((typeof(T), schema), static (key, context) => LookUp<T>(context, key.Item2), context);
    }

    static MappedTable LookUp<T>(DbContext context, string? schema)
        where T : class
    {
        var mapped =
            context.Model.FindEntityType(typeof(T))
            ?? throw new ConfigurationException(
                $"{TypeCache<T>.ShortName} is not part of {context.GetType().Name}: add it in OnModelCreating."
            );
        var identifier =
            StoreObjectIdentifier.Create(mapped, StoreObjectType.Table)
            ?? throw new ConfigurationException($"{mapped.DisplayName()} is not mapped to a table.");
        return new MappedTable(
            mapped,
            identifier,
            schema,
            context.GetService<ISqlGenerationHelper>(),
            context.Database.IsSqlite()
        );
    }

    IProperty Property(string propertyName) => entityType.FindProperty(propertyName) ?? throw NotMapped(propertyName);

    ConfigurationException NotMapped(string propertyName) =>
        new($"{entityType.DisplayName()}.{propertyName} is not mapped to a column.");
}
