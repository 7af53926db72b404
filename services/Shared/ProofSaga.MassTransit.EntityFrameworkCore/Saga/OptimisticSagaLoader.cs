using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Reads without a lock; the saga's concurrency token tells, when it is saved, whether another message was faster.</summary>
sealed class OptimisticSagaLoader<TSaga>(Func<IQueryable<TSaga>, IQueryable<TSaga>>? customizeQuery)
    : ISagaLoader<TSaga>
    where TSaga : class, ISaga
{
    public Task<TSaga?> LoadAsync(DbContext context, Guid correlationId, CancellationToken cancellationToken) =>
        Sagas(context).SingleOrDefaultAsync(saga => saga.CorrelationId == correlationId, cancellationToken);

    public async Task<IReadOnlyList<TSaga>> QueryAsync(
        DbContext context,
        ISagaQuery<TSaga> query,
        CancellationToken cancellationToken
    ) => await Sagas(context).Where(query.FilterExpression).ToListAsync(cancellationToken);

    IQueryable<TSaga> Sagas(DbContext context)
    {
        var sagas = context.Set<TSaga>().AsTracking();
        return customizeQuery?.Invoke(sagas) ?? sagas;
    }
}
