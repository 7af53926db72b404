using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.EntityFrameworkCoreIntegration.Saga;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit.Configuration;

/// <summary>Registers the repository of one saga.</summary>
public class EntityFrameworkSagaRepositoryConfigurator<TSaga> : IEntityFrameworkSagaRepositoryConfigurator<TSaga>
    where TSaga : class, ISaga
{
    ConcurrencyMode concurrencyMode = ConcurrencyMode.Pessimistic;
    IsolationLevel isolationLevel = IsolationLevel.ReadCommitted;
    bool hasTransaction = true;
    ILockStatementProvider? lockStatementProvider;
    Func<IQueryable<TSaga>, IQueryable<TSaga>>? customizeQuery;
    Action<IServiceCollection>? registerDbContext;

    public ConcurrencyMode ConcurrencyMode
    {
        set => concurrencyMode = value;
    }

    public IsolationLevel IsolationLevel
    {
        set => isolationLevel = value;
    }

    public ILockStatementProvider LockStatementProvider
    {
        set => lockStatementProvider = value;
    }

    public void SetOptimisticConcurrency(bool useTransaction = true)
    {
        concurrencyMode = ConcurrencyMode.Optimistic;
        hasTransaction = useTransaction;
    }

    public void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization) =>
        customizeQuery = queryCustomization;

    public void AddDbContext<TContext, TImplementation>(
        Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null
    )
        where TContext : DbContext
        where TImplementation : DbContext, TContext =>
        registerDbContext = services =>
        {
            if (services.All(service => service.ServiceType != typeof(TImplementation)))
                services.AddDbContext<TImplementation>(
                    (provider, builder) =>
                        optionsAction?.Invoke(provider, (DbContextOptionsBuilder<TImplementation>)builder)
                );
            services.TryAddScoped<TContext>(provider => provider.GetRequiredService<TImplementation>());
            // two sagas may both say AddDbContext<DbContext, …>: each is stored in the context that it names
            UseDbContext<TImplementation>(services);
        };

    public void DatabaseFactory(Func<DbContext> databaseFactory) => DatabaseFactory(_ => databaseFactory);

    public void DatabaseFactory(Func<IServiceProvider, Func<DbContext>> databaseFactory) =>
        registerDbContext = services =>
            services.TryAddScoped<ISagaDbContextFactory<TSaga>>(provider => new DelegateSagaDbContextFactory<TSaga>(
                databaseFactory(provider)
            ));

    public void ExistingDbContext<TContext>()
        where TContext : DbContext => registerDbContext = UseDbContext<TContext>;

    /// <summary>Registers the repository with what was configured.</summary>
    /// <exception cref="ConfigurationException">No DbContext is named, or no database is chosen for row locks.</exception>
    public void Register(ISagaRepositoryRegistrationConfigurator<TSaga> configurator)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        if (registerDbContext is null)
            throw new ConfigurationException(
                $"EntityFrameworkRepository of {TypeCache<TSaga>.ShortName}: name a DbContext by ExistingDbContext, AddDbContext or DatabaseFactory."
            );

        registerDbContext(configurator);
        var loader = CreateLoader();
        configurator.TryAddSingleton(loader);
        configurator.TryAddSingleton(new SagaTransaction<TSaga>(hasTransaction ? isolationLevel : null));
        configurator.RegisterLoadSagaRepository<TSaga, EntityFrameworkSagaRepositoryContextFactory<TSaga>>();
        configurator.RegisterQuerySagaRepository<TSaga, EntityFrameworkSagaRepositoryContextFactory<TSaga>>();
        configurator.RegisterSagaRepository<
            TSaga,
            DbContext,
            SagaConsumeContextFactory<DbContext, TSaga>,
            EntityFrameworkSagaRepositoryContextFactory<TSaga>
        >();
    }

    ISagaLoader<TSaga> CreateLoader()
    {
        if (concurrencyMode == ConcurrencyMode.Optimistic)
            return new OptimisticSagaLoader<TSaga>(customizeQuery);
        return new PessimisticSagaLoader<TSaga>(
            lockStatementProvider
                ?? throw new ConfigurationException(
                    $"EntityFrameworkRepository of {TypeCache<TSaga>.ShortName}: call UsePostgres() or UseSqlite(), or set ConcurrencyMode.Optimistic."
                ),
            customizeQuery
        );
    }

    static void UseDbContext<TContext>(IServiceCollection services)
        where TContext : DbContext =>
        services.TryAddScoped<ISagaDbContextFactory<TSaga>, ContainerSagaDbContextFactory<TContext, TSaga>>();
}
