using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Reads sagas that are about to be changed, so that no update of another message is lost.</summary>
interface ISagaLoader<TSaga>
    where TSaga : class, ISaga
{
    Task<TSaga?> LoadAsync(DbContext context, Guid correlationId, CancellationToken cancellationToken);

    /// <summary>The sagas that fit the query when they are handed over, not just when they were found.</summary>
    Task<IReadOnlyList<TSaga>> QueryAsync(
        DbContext context,
        ISagaQuery<TSaga> query,
        CancellationToken cancellationToken
    );
}
