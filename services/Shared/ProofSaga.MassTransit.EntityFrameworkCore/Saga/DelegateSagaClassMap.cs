using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>A map without a class of its own.</summary>
sealed class DelegateSagaClassMap<TSaga>(Action<EntityTypeBuilder<TSaga>>? configure) : SagaClassMap<TSaga>
    where TSaga : class, ISaga
{
    protected override void Configure(EntityTypeBuilder<TSaga> entity, ModelBuilder model) => configure?.Invoke(entity);
}
