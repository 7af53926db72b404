using MassTransit.Configuration;
using MassTransit.EntityFrameworkCoreIntegration;

namespace MassTransit;

/// <summary>Stores sagas by EF Core.</summary>
public static class EntityFrameworkCoreSagaRepositoryRegistrationExtensions
{
    /// <summary>Stores this saga by EF Core. On an endpoint with the outbox of the same DbContext, saga, inbox and outgoing messages share one transaction.</summary>
    /// <exception cref="ConfigurationException">No DbContext is named, or no database is chosen for row locks.</exception>
    public static ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(
        this ISagaRegistrationConfigurator<TSaga> configurator,
        Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>> configure
    )
        where TSaga : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(configurator);
        ArgumentNullException.ThrowIfNull(configure);
        var repository = new EntityFrameworkSagaRepositoryConfigurator<TSaga>();
        configure(repository);
        configurator.Repository(repository.Register);
        return configurator;
    }

    /// <summary>Locks saga rows the Postgres way.</summary>
    /// <param name="schemaName">The schema of a table that is mapped without one.</param>
    public static IEntityFrameworkSagaRepositoryConfigurator<T> UsePostgres<T>(
        this IEntityFrameworkSagaRepositoryConfigurator<T> configurator,
        string? schemaName = null
    )
        where T : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.LockStatementProvider = new PostgresLockStatementProvider(schemaName);
        return configurator;
    }

    public static IEntityFrameworkSagaRepositoryConfigurator<T> UseSqlite<T>(
        this IEntityFrameworkSagaRepositoryConfigurator<T> configurator
    )
        where T : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.LockStatementProvider = new SqliteLockStatementProvider();
        return configurator;
    }
}
