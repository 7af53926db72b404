using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Locks a saga's row until the transaction ends; a second message for the same saga waits for the first.</summary>
sealed class PessimisticSagaLoader<TSaga>(
    ILockStatementProvider locks,
    Func<IQueryable<TSaga>, IQueryable<TSaga>>? customizeQuery
) : ISagaLoader<TSaga>
    where TSaga : class, ISaga
{
    /// <summary>Made once for each model: names and schema may differ. (EF cannot compile a query around SQL text ahead.)</summary>
    readonly ConditionalWeakTable<IModel, string> statements = [];

    public async Task<TSaga?> LoadAsync(DbContext context, Guid correlationId, CancellationToken cancellationToken)
    {
        if (!statements.TryGetValue(context.Model, out var statement))
            statement = statements.GetValue(context.Model, _ => locks.GetRowLockStatement<TSaga>(context));

        var sagas = context.Set<TSaga>().FromSqlRaw(statement, correlationId).AsTracking();
        // composed, it would become a subquery, which has its lock all the same; as it is, it is what it says
        var rows = await (customizeQuery?.Invoke(sagas) ?? sagas).ToListAsync(cancellationToken);
        return rows.SingleOrDefault();
    }

    public async Task<IReadOnlyList<TSaga>> QueryAsync(
        DbContext context,
        ISagaQuery<TSaga> query,
        CancellationToken cancellationToken
    )
    {
        // in the order of their keys, so that two messages for the same sagas do not wait for each other in a circle
        var candidates = await context
            .Set<TSaga>()
            .Where(query.FilterExpression)
            .OrderBy(saga => saga.CorrelationId)
            .Select(saga => saga.CorrelationId)
            .ToListAsync(cancellationToken);

        var fits = query.GetFilter();
        var sagas = new List<TSaga>(candidates.Count);
        foreach (var correlationId in candidates)
        {
            if (await LoadAsync(context, correlationId, cancellationToken) is { } saga && fits(saga))
                sagas.Add(saga);
        }

        return sagas;
    }
}
