using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Reads without a lock; the saga's concurrency token tells, when it is saved, whether another message was faster.</summary>
sealed class OptimisticSagaLoader<TSaga>(Func<IQueryable<TSaga>, IQueryable<TSaga>>? customizeQuery)
    : ISagaLoader<TSaga>
    where TSaga : class, ISaga
{
    /// <summary>Compiled once for each model.</summary>
    readonly ConditionalWeakTable<IModel, Func<DbContext, Guid, IAsyncEnumerable<TSaga>>> queries = [];

    public async Task<TSaga?> LoadAsync(DbContext context, Guid correlationId, CancellationToken cancellationToken)
    {
        if (customizeQuery is not null)
            return await Sagas(context)
                .SingleOrDefaultAsync(saga => saga.CorrelationId == correlationId, cancellationToken);

        var query = queries.GetValue(context.Model, static _ => Compile());
        TSaga? saga = null;
        await foreach (var row in query(context, correlationId).WithCancellation(cancellationToken))
            saga = row;
        return saga;
    }

    public async Task<IReadOnlyList<TSaga>> QueryAsync(
        DbContext context,
        ISagaQuery<TSaga> query,
        CancellationToken cancellationToken
    ) => await Sagas(context).Where(query.FilterExpression).ToListAsync(cancellationToken);

    static Func<DbContext, Guid, IAsyncEnumerable<TSaga>> Compile() =>
        EF.CompileAsyncQuery(
            (DbContext context, Guid correlationId) =>
                context.Set<TSaga>().AsTracking().Where(saga => saga.CorrelationId == correlationId)
        );

    IQueryable<TSaga> Sagas(DbContext context)
    {
        var sagas = context.Set<TSaga>().AsTracking();
        return customizeQuery?.Invoke(sagas) ?? sagas;
    }
}
