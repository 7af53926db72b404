using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace ProofSaga.Persistence.Conventions;

/// <summary>
/// Columns are snake_case, so that the tables read well in psql.
/// The inbox and outbox tables keep the official names: they belong to MassTransit.
/// </summary>
sealed class SnakeCaseNames : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder,
        IConventionContext<IConventionModelBuilder> context
    )
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(IsOurs))
        {
            foreach (var property in entityType.GetProperties())
                property.Builder.HasColumnName(SnakeCase.From(property.Name));

            foreach (var index in entityType.GetIndexes())
            {
                var columns = string.Join('_', index.Properties.Select(property => SnakeCase.From(property.Name)));
                index.Builder.HasDatabaseName($"ix_{entityType.GetTableName()}_{columns}");
            }

            foreach (var key in entityType.GetKeys())
                key.Builder.HasName($"pk_{entityType.GetTableName()}");
        }
    }

    static bool IsOurs(IConventionEntityType entityType) =>
        entityType.GetTableName() is { } table && table == SnakeCase.From(table);
}
