using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit;

/// <summary>Configures the transactional outbox.</summary>
public static class EntityFrameworkOutboxConfigurationExtensions
{
    /// <summary>
    /// Registers the outbox of a DbContext whose model has the outbox tables (<see cref="OutboxModelBuilderExtensions.AddTransactionalOutboxEntities"/>)
    /// and which is registered by <c>AddDbContext</c>. Endpoints take part with <c>UseEntityFrameworkOutbox</c>.
    /// </summary>
    /// <exception cref="ConfigurationException">No database is chosen, or a value is out of range.</exception>
    public static void AddEntityFrameworkOutbox<TDbContext>(
        this IBusRegistrationConfigurator configurator,
        Action<IEntityFrameworkOutboxConfigurator>? configure = null
    )
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        new EntityFrameworkOutboxConfigurator<TDbContext>(configurator).Configure(configure);
    }

    /// <summary>
    /// Consumers and sagas of this endpoint run in one transaction of <typeparamref name="TDbContext"/>: their changes, the inbox mark and their outgoing
    /// messages are committed together, then the messages are sent. A message that was consumed before is dropped. Call it after <c>UseMessageRetry</c>.
    /// </summary>
    /// <param name="configure">Accepted for the official package's sake; how messages are sent is set once, in <c>UseBusOutbox</c>.</param>
    public static void UseEntityFrameworkOutbox<TDbContext>(
        this IReceiveEndpointConfigurator configurator,
        IRegistrationContext context,
        Action<IOutboxOptionsConfigurator>? configure = null
    )
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        ArgumentNullException.ThrowIfNull(context);
        if (context.GetService<OutboxMessageSchedulerFactory<TDbContext>>() is not null)
            configurator.UseEntityFrameworkMessageScheduler<TDbContext>(context);
        var observer = new OutboxConsumePipeSpecificationObserver<TDbContext>(configurator, context);
        configure?.Invoke(observer);
        configurator.ConnectConsumerConfigurationObserver(observer);
        configurator.ConnectSagaConfigurationObserver(observer);
    }

    /// <inheritdoc cref="UseEntityFrameworkOutbox{TDbContext}(IReceiveEndpointConfigurator, IRegistrationContext, Action{IOutboxOptionsConfigurator})"/>
    /// <param name="provider">For a bus that was not added by <c>AddMassTransit</c>; else the overload with the registration context is right.</param>
    public static void UseEntityFrameworkOutbox<TDbContext>(
        this IReceiveEndpointConfigurator configurator,
        IServiceProvider provider,
        Action<IOutboxOptionsConfigurator>? configure = null
    )
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        ArgumentNullException.ThrowIfNull(provider);
        var observer = new OutboxConsumePipeSpecificationObserver<TDbContext>(
            configurator,
            provider,
            LegacySetScopedConsumeContext.Instance
        );
        configure?.Invoke(observer);
        configurator.ConnectConsumerConfigurationObserver(observer);
        configurator.ConnectSagaConfigurationObserver(observer);
    }

    /// <summary>Locks rows the Postgres way.</summary>
    public static IEntityFrameworkOutboxConfigurator UsePostgres(this IEntityFrameworkOutboxConfigurator configurator)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.LockStatementProvider = new PostgresLockStatementProvider();
        return configurator;
    }

    /// <inheritdoc cref="UsePostgres(IEntityFrameworkOutboxConfigurator)"/>
    /// <param name="enableSchemaCaching">Accepted for the official package's sake: names are kept for each model, so that several contexts never mix.</param>
    public static IEntityFrameworkOutboxConfigurator UsePostgres(
        this IEntityFrameworkOutboxConfigurator configurator,
        bool enableSchemaCaching
    ) => configurator.UsePostgres();

    /// <summary>
    /// Also lets the writers of one SQLite file in this process queue up in order, instead of polling for its lock. The file should be in WAL mode
    /// (EF's migrations create it so); the connection string needs nothing special, its <c>Default Timeout</c> (30 seconds) bounds the wait for the lock.
    /// </summary>
    public static IEntityFrameworkOutboxConfigurator UseSqlite(this IEntityFrameworkOutboxConfigurator configurator)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.LockStatementProvider = new SqliteLockStatementProvider();
        return configurator;
    }

    /// <inheritdoc cref="UseSqlite(IEntityFrameworkOutboxConfigurator)"/>
    /// <param name="enableSchemaCaching">Accepted for the official package's sake: names are kept for each model, so that several contexts never mix.</param>
    public static IEntityFrameworkOutboxConfigurator UseSqlite(
        this IEntityFrameworkOutboxConfigurator configurator,
        bool enableSchemaCaching
    ) => configurator.UseSqlite();
}
