using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>Opens the repository for one message, or for reading.</summary>
sealed class EntityFrameworkSagaRepositoryContextFactory<TSaga>(
    ISagaDbContextFactory<TSaga> dbContexts,
    ISagaConsumeContextFactory<DbContext, TSaga> consumeContexts,
    ISagaLoader<TSaga> loader,
    SagaTransaction<TSaga> transaction
)
    : ISagaRepositoryContextFactory<TSaga>,
        IQuerySagaRepositoryContextFactory<TSaga>,
        ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        var dbContext = dbContexts.CreateScoped(context);
        var repository = Repository(dbContext, context);
        try
        {
            await transaction.RunAsync(
                dbContext,
                _ => next.Send(repository),
                () => !repository.HasHandedOut,
                context.CancellationToken
            );
        }
        finally
        {
            await dbContexts.ReleaseAsync(dbContext);
        }
    }

    public async Task SendQuery<T>(
        ConsumeContext<T> context,
        ISagaQuery<TSaga> query,
        IPipe<SagaRepositoryQueryContext<TSaga, T>> next
    )
        where T : class
    {
        var dbContext = dbContexts.CreateScoped(context);
        var repository = Repository(dbContext, context);
        try
        {
            await transaction.RunAsync(
                dbContext,
                async token =>
                {
                    var sagas = await loader.QueryAsync(dbContext, query, token);
                    await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(repository, sagas));
                },
                () => !repository.HasHandedOut,
                context.CancellationToken
            );
        }
        finally
        {
            await dbContexts.ReleaseAsync(dbContext);
        }
    }

    public Task<T> Execute<T>(
        Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod,
        CancellationToken cancellationToken = default
    )
        where T : class => ReadAsync(asyncMethod, cancellationToken);

    public Task<T> Execute<T>(
        Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod,
        CancellationToken cancellationToken = default
    )
        where T : class => ReadAsync(asyncMethod, cancellationToken);

    public void Probe(ProbeContext context) => context.Add("persistence", "entity-framework");

    DbContextSagaRepositoryContext<TSaga, T> Repository<T>(DbContext dbContext, ConsumeContext<T> context)
        where T : class => new(dbContext, context, consumeContexts, loader);

    async Task<T> ReadAsync<T>(Func<SagaReader<TSaga>, Task<T>> read, CancellationToken cancellationToken)
    {
        var dbContext = dbContexts.Create();
        try
        {
            return await read(new SagaReader<TSaga>(dbContext, cancellationToken));
        }
        finally
        {
            await dbContexts.ReleaseAsync(dbContext);
        }
    }
}
