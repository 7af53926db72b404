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

    public void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization) =>
        customizeQuery = queryCustomization;

    public void AddDbContext<TContext, TImplementation>(
        Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null
    )
        where TContext : DbContext
        where TImplementation : DbContext, TContext =>
        registerDbContext = services =>
        {
            if (services.All(service => service.ServiceType != typeof(TContext)))
                services.AddDbContext<TContext, TImplementation>(
                    (provider, builder) =>
                        optionsAction?.Invoke(provider, (DbContextOptionsBuilder<TImplementation>)builder)
                );
            UseDbContext<TContext>(services);
        };

    public void ExistingDbContext<TContext>()
        where TContext : DbContext => registerDbContext = UseDbContext<TContext>;

    /// <summary>Registers the repository with what was configured.</summary>
    /// <exception cref="ConfigurationException">No DbContext is named, or no database is chosen for row locks.</exception>
    internal void Register(ISagaRepositoryRegistrationConfigurator<TSaga> services)
    {
        if (registerDbContext is null)
            throw new ConfigurationException(
                $"EntityFrameworkRepository of {TypeCache<TSaga>.ShortName}: name a DbContext by ExistingDbContext or AddDbContext."
            );

        registerDbContext(services);
        var loader = CreateLoader();
        services.TryAddSingleton(loader);
        services.TryAddSingleton(new SagaTransaction<TSaga>(isolationLevel));
        services.RegisterLoadSagaRepository<TSaga, EntityFrameworkSagaRepositoryContextFactory<TSaga>>();
        services.RegisterQuerySagaRepository<TSaga, EntityFrameworkSagaRepositoryContextFactory<TSaga>>();
        services.RegisterSagaRepository<
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
