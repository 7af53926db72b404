using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Reads sagas without changing them.</summary>
sealed class SagaReader<TSaga>(DbContext dbContext, CancellationToken cancellationToken)
    : BasePipeContext(cancellationToken),
        LoadSagaRepositoryContext<TSaga>,
        QuerySagaRepositoryContext<TSaga>
    where TSaga : class, ISaga
{
    // null where there is none, as MassTransit expects
    public Task<TSaga> Load(Guid correlationId) =>
        dbContext
            .Set<TSaga>()
            .AsNoTracking()
            .SingleOrDefaultAsync(saga => saga.CorrelationId == correlationId, CancellationToken)!;

    public async Task<SagaRepositoryQueryContext<TSaga>> Query(
        ISagaQuery<TSaga> query,
        CancellationToken cancellationToken = default
    )
    {
        var correlationIds = await dbContext
            .Set<TSaga>()
            .AsNoTracking()
            .Where(query.FilterExpression)
            .Select(saga => saga.CorrelationId)
            .ToListAsync(cancellationToken);
        return new DefaultSagaRepositoryQueryContext<TSaga>(this, correlationIds);
    }
}
