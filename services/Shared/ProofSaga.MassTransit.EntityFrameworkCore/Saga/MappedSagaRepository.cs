using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Collects saga maps until the first context is made of them.</summary>
sealed class MappedSagaRepository(DbContextOptionsBuilder<MappedSagaDbContext> builder) : IEntityFrameworkSagaRepository
{
    readonly Lock gate = new();
    readonly Dictionary<Type, ISagaClassMap> maps = [];
    DbContextOptions<MappedSagaDbContext>? options;

    public void AddSagaClassMap<TSaga>(ISagaClassMap<TSaga> sagaClassMap)
        where TSaga : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(sagaClassMap);
        lock (gate)
        {
            if (maps.TryAdd(sagaClassMap.SagaType, sagaClassMap) && options is not null)
                throw new InvalidOperationException(
                    $"{TypeCache<TSaga>.ShortName} cannot be mapped any more: the repository's DbContext is in use."
                );
        }
    }

    public DbContext GetDbContext()
    {
        lock (gate)
            options ??= builder.ReplaceService<IModelCacheKeyFactory, MappedSagaModelCacheKeyFactory>().Options;
        return new MappedSagaDbContext(options, maps.Values);
    }
}
