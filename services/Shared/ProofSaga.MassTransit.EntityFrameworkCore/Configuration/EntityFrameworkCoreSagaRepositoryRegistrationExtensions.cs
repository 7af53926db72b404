using MassTransit.Configuration;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.EntityFrameworkCoreIntegration.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MassTransit;

/// <summary>Stores sagas by EF Core.</summary>
public static class EntityFrameworkCoreSagaRepositoryRegistrationExtensions
{
    /// <summary>Stores this saga by EF Core. On an endpoint with the outbox of the same DbContext, saga, inbox and outgoing messages share one transaction.</summary>
    /// <exception cref="ConfigurationException">No DbContext is named, or no database is chosen for row locks.</exception>
    public static ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(
        this ISagaRegistrationConfigurator<TSaga> configurator,
        Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>>? configure
    )
        where TSaga : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(configurator);
        var repository = new EntityFrameworkSagaRepositoryConfigurator<TSaga>();
        configure?.Invoke(repository);
        configurator.Repository(repository.Register);
        return configurator;
    }

    /// <summary>Stores this saga in the database of a <see cref="CreateEntityFrameworkSagaRepository"/>, whose DbContext the application does not have to write.</summary>
    /// <param name="configureSagaMapping">Maps the saga's properties; null: EF's conventions.</param>
    /// <inheritdoc cref="EntityFrameworkRepository{TSaga}(ISagaRegistrationConfigurator{TSaga}, Action{IEntityFrameworkSagaRepositoryConfigurator{TSaga}})"/>
    public static ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(
        this ISagaRegistrationConfigurator<TSaga> configurator,
        IEntityFrameworkSagaRepository sagaRepository,
        Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>>? configure = null,
        Action<EntityTypeBuilder<TSaga>>? configureSagaMapping = null
    )
        where TSaga : class, ISaga =>
        configurator.EntityFrameworkRepository(
            sagaRepository,
            configure,
            new DelegateSagaClassMap<TSaga>(configureSagaMapping)
        );

    /// <param name="sagaClassMap">Maps the saga; null: EF's conventions.</param>
    /// <inheritdoc cref="EntityFrameworkRepository{TSaga}(ISagaRegistrationConfigurator{TSaga}, IEntityFrameworkSagaRepository, Action{IEntityFrameworkSagaRepositoryConfigurator{TSaga}}, Action{EntityTypeBuilder{TSaga}})"/>
    public static ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(
        this ISagaRegistrationConfigurator<TSaga> configurator,
        IEntityFrameworkSagaRepository sagaRepository,
        Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>>? configure = null,
        ISagaClassMap<TSaga>? sagaClassMap = null
    )
        where TSaga : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(sagaRepository);
        sagaRepository.AddSagaClassMap(sagaClassMap ?? new DelegateSagaClassMap<TSaga>(null));
        return configurator.EntityFrameworkRepository(repository =>
        {
            repository.DatabaseFactory(sagaRepository.GetDbContext);
            configure?.Invoke(repository);
        });
    }

    /// <summary>Stores the sagas of job consumers by EF Core, in a DbContext that maps them.</summary>
    public static IJobSagaRegistrationConfigurator EntityFrameworkRepository(
        this IJobSagaRegistrationConfigurator configurator,
        Action<IEntityFrameworkSagaRepositoryConfigurator>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(configurator);
        return configurator.UseRepositoryRegistrationProvider(
            new EntityFrameworkSagaRepositoryRegistrationProvider(configure)
        );
    }

    /// <summary>Stores every saga that is added without a repository of its own by EF Core, for example by <c>AddSagaStateMachines</c>. Call it before sagas are added.</summary>
    public static void SetEntityFrameworkSagaRepositoryProvider(
        this IRegistrationConfigurator configurator,
        Action<IEntityFrameworkSagaRepositoryConfigurator> configure
    )
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.SetSagaRepositoryProvider(new EntityFrameworkSagaRepositoryRegistrationProvider(configure));
    }

    /// <summary>A repository with a DbContext made of the maps of the sagas that are stored in it.</summary>
    /// <param name="configure">Names the database, by <c>UseNpgsql</c> or <c>UseSqlite</c>.</param>
    public static IEntityFrameworkSagaRepository CreateEntityFrameworkSagaRepository(
        this IRegistrationConfigurator registrationConfigurator,
        Action<DbContextOptionsBuilder> configure
    )
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new DbContextOptionsBuilder<MappedSagaDbContext>();
        configure(builder);
        return new MappedSagaRepository(builder);
    }

    /// <summary>Locks saga rows the Postgres way.</summary>
    public static IEntityFrameworkSagaRepositoryConfigurator<T> UsePostgres<T>(
        this IEntityFrameworkSagaRepositoryConfigurator<T> configurator
    )
        where T : class, ISaga => configurator.Locking(new PostgresLockStatementProvider());

    /// <inheritdoc cref="UsePostgres{T}(IEntityFrameworkSagaRepositoryConfigurator{T})"/>
    /// <param name="schemaName">The schema of a table that is mapped without one.</param>
    public static IEntityFrameworkSagaRepositoryConfigurator<T> UsePostgres<T>(
        this IEntityFrameworkSagaRepositoryConfigurator<T> configurator,
        string schemaName
    )
        where T : class, ISaga => configurator.Locking(new PostgresLockStatementProvider(schemaName));

    /// <inheritdoc cref="UsePostgres{T}(IEntityFrameworkSagaRepositoryConfigurator{T})"/>
    public static IEntityFrameworkSagaRepositoryConfigurator UsePostgres(
        this IEntityFrameworkSagaRepositoryConfigurator configurator
    ) => configurator.Locking(new PostgresLockStatementProvider());

    /// <inheritdoc cref="UsePostgres{T}(IEntityFrameworkSagaRepositoryConfigurator{T}, string)"/>
    public static IEntityFrameworkSagaRepositoryConfigurator UsePostgres(
        this IEntityFrameworkSagaRepositoryConfigurator configurator,
        string schemaName
    ) => configurator.Locking(new PostgresLockStatementProvider(schemaName));

    /// <summary>Relies on SQLite's single writer: a transaction takes the write lock when it begins.</summary>
    public static IEntityFrameworkSagaRepositoryConfigurator<T> UseSqlite<T>(
        this IEntityFrameworkSagaRepositoryConfigurator<T> configurator
    )
        where T : class, ISaga => configurator.Locking(new SqliteLockStatementProvider());

    /// <inheritdoc cref="UseSqlite{T}"/>
    public static IEntityFrameworkSagaRepositoryConfigurator UseSqlite(
        this IEntityFrameworkSagaRepositoryConfigurator configurator
    ) => configurator.Locking(new SqliteLockStatementProvider());

    static TConfigurator Locking<TConfigurator>(this TConfigurator configurator, ILockStatementProvider locks)
        where TConfigurator : IEntityFrameworkSagaRepositoryConfigurator
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.LockStatementProvider = locks;
        return configurator;
    }
}
