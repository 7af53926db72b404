using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Keeps the models of two repositories apart, which EF would take for one since their contexts have the same type.</summary>
sealed class MappedSagaModelCacheKeyFactory : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as MappedSagaDbContext)?.Maps, designTime);
}
