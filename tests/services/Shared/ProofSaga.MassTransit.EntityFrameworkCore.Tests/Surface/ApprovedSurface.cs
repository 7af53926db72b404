namespace ProofSaga.Provider.Tests.Surface;

/// <summary>The members that code written for the official package 8.x may call; a question mark is an optional parameter.</summary>
static class ApprovedSurface
{
    public const string Text = """
        MassTransit.EntityFrameworkCoreSagaRepositoryRegistrationExtensions
          IEntityFrameworkSagaRepository CreateEntityFrameworkSagaRepository(IRegistrationConfigurator registrationConfigurator, Action<DbContextOptionsBuilder> configure)
          IEntityFrameworkSagaRepositoryConfigurator UsePostgres(IEntityFrameworkSagaRepositoryConfigurator configurator)
          IEntityFrameworkSagaRepositoryConfigurator UsePostgres(IEntityFrameworkSagaRepositoryConfigurator configurator, String schemaName)
          IEntityFrameworkSagaRepositoryConfigurator UseSqlite(IEntityFrameworkSagaRepositoryConfigurator configurator)
          IEntityFrameworkSagaRepositoryConfigurator<T> UsePostgres<T>(IEntityFrameworkSagaRepositoryConfigurator<T> configurator)
          IEntityFrameworkSagaRepositoryConfigurator<T> UsePostgres<T>(IEntityFrameworkSagaRepositoryConfigurator<T> configurator, String schemaName)
          IEntityFrameworkSagaRepositoryConfigurator<T> UseSqlite<T>(IEntityFrameworkSagaRepositoryConfigurator<T> configurator)
          IJobSagaRegistrationConfigurator EntityFrameworkRepository(IJobSagaRegistrationConfigurator configurator, Action<IEntityFrameworkSagaRepositoryConfigurator> configure?)
          ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator, Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>> configure)
          ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator, IEntityFrameworkSagaRepository sagaRepository, Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>> configure?, Action<EntityTypeBuilder<TSaga>> configureSagaMapping?)
          ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator, IEntityFrameworkSagaRepository sagaRepository, Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>> configure?, ISagaClassMap<TSaga> sagaClassMap?)
          Void SetEntityFrameworkSagaRepositoryProvider(IRegistrationConfigurator configurator, Action<IEntityFrameworkSagaRepositoryConfigurator> configure)
        MassTransit.EntityFrameworkOutboxConfigurationExtensions
          IEntityFrameworkOutboxConfigurator UsePostgres(IEntityFrameworkOutboxConfigurator configurator)
          IEntityFrameworkOutboxConfigurator UsePostgres(IEntityFrameworkOutboxConfigurator configurator, Boolean enableSchemaCaching)
          IEntityFrameworkOutboxConfigurator UseSqlite(IEntityFrameworkOutboxConfigurator configurator)
          IEntityFrameworkOutboxConfigurator UseSqlite(IEntityFrameworkOutboxConfigurator configurator, Boolean enableSchemaCaching)
          Void AddEntityFrameworkOutbox<TDbContext>(IBusRegistrationConfigurator configurator, Action<IEntityFrameworkOutboxConfigurator> configure?)
          Void UseEntityFrameworkOutbox<TDbContext>(IReceiveEndpointConfigurator configurator, IRegistrationContext context, Action<IOutboxOptionsConfigurator> configure?)
          Void UseEntityFrameworkOutbox<TDbContext>(IReceiveEndpointConfigurator configurator, IServiceProvider provider, Action<IOutboxOptionsConfigurator> configure?)
        MassTransit.OutboxModelBuilderExtensions
          Void AddInboxStateEntity(ModelBuilder modelBuilder, Action<EntityTypeBuilder<InboxState>> callback?)
          Void AddOutboxMessageEntity(ModelBuilder modelBuilder, Action<EntityTypeBuilder<OutboxMessage>> callback?)
          Void AddOutboxStateEntity(ModelBuilder modelBuilder, Action<EntityTypeBuilder<OutboxState>> callback?)
          Void AddTransactionalOutboxEntities(ModelBuilder modelBuilder, Action<EntityTypeBuilder> callback?)
        MassTransit.IEntityFrameworkSagaRepository
          DbContext GetDbContext()
          Void AddSagaClassMap<TSaga>(ISagaClassMap<TSaga> sagaClassMap)
        MassTransit.IEntityFrameworkSagaRepositoryConfigurator
          ConcurrencyMode ConcurrencyMode { set; }
          ILockStatementProvider LockStatementProvider { set; }
          IsolationLevel IsolationLevel { set; }
          Void AddDbContext<TContext, TImplementation>(Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>> optionsAction?)
          Void DatabaseFactory(Func<DbContext> databaseFactory)
          Void DatabaseFactory(Func<IServiceProvider, Func<DbContext>> databaseFactory)
          Void ExistingDbContext<TContext>()
          Void SetOptimisticConcurrency(Boolean useTransaction?)
        MassTransit.IEntityFrameworkSagaRepositoryConfigurator<TSaga>
          Void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization)
        MassTransit.IEntityFrameworkOutboxConfigurator
          ILockStatementProvider LockStatementProvider { set; }
          Int32 QueryMessageLimit { set; }
          IsolationLevel IsolationLevel { set; }
          TimeSpan DuplicateDetectionWindow { set; }
          TimeSpan QueryDelay { set; }
          TimeSpan QueryTimeout { set; }
          Void DisableInboxCleanupService()
          Void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator> configure?)
        MassTransit.IEntityFrameworkBusOutboxConfigurator
          Int32 MaxDeliveryAttempts { set; }
          Int32 MessageDeliveryLimit { set; }
          TimeSpan MessageDeliveryTimeout { get; set; }
        MassTransit.Configuration.EntityFrameworkSagaRepositoryConfigurator<TSaga>
          ConcurrencyMode ConcurrencyMode { set; }
          ILockStatementProvider LockStatementProvider { set; }
          IsolationLevel IsolationLevel { set; }
          Void AddDbContext<TContext, TImplementation>(Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>> optionsAction?)
          Void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization)
          Void DatabaseFactory(Func<DbContext> databaseFactory)
          Void DatabaseFactory(Func<IServiceProvider, Func<DbContext>> databaseFactory)
          Void ExistingDbContext<TContext>()
          Void Register(ISagaRepositoryRegistrationConfigurator<TSaga> configurator)
          Void SetOptimisticConcurrency(Boolean useTransaction?)
          new()
        MassTransit.Configuration.EntityFrameworkSagaRepositoryRegistrationProvider
          Void Configure<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator)
          new(Action<IEntityFrameworkSagaRepositoryConfigurator> configure)
        MassTransit.Configuration.EntityFrameworkOutboxConfigurator<TDbContext>
          ILockStatementProvider LockStatementProvider { set; }
          Int32 QueryMessageLimit { get; set; }
          IsolationLevel IsolationLevel { set; }
          TimeSpan DuplicateDetectionWindow { get; set; }
          TimeSpan QueryDelay { get; set; }
          TimeSpan QueryTimeout { get; set; }
          Void Configure(Action<IEntityFrameworkOutboxConfigurator> configure)
          Void DisableInboxCleanupService()
          Void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator> configure?)
          new(IBusRegistrationConfigurator configurator)
        MassTransit.Configuration.EntityFrameworkBusOutboxConfigurator<TDbContext>
          Int32 MaxDeliveryAttempts { set; }
          Int32 MessageDeliveryLimit { get; set; }
          TimeSpan MessageDeliveryTimeout { get; set; }
          Void DisableDeliveryService()
          new(IBusRegistrationConfigurator configurator, EntityFrameworkOutboxOptions<TDbContext> options)
        MassTransit.EntityFrameworkCoreIntegration.EntityFrameworkSagaRepository<TSaga>
          ISagaRepository<TSaga> CreateOptimistic(Func<DbContext> dbContextFactory, Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization?, Boolean isTransactionEnabled?)
          ISagaRepository<TSaga> CreateOptimistic(ISagaDbContextFactory<TSaga> dbContextFactory, Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization?, Boolean isTransactionEnabled?)
          ISagaRepository<TSaga> CreatePessimistic(Func<DbContext> dbContextFactory, ILockStatementProvider lockStatementProvider?, Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization?)
          ISagaRepository<TSaga> CreatePessimistic(ISagaDbContextFactory<TSaga> dbContextFactory, ILockStatementProvider lockStatementProvider?, Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization?)
        MassTransit.EntityFrameworkCoreIntegration.ILockStatementProvider
          String GetRowLockStatement<T>(DbContext context)
          String GetRowLockStatement<T>(DbContext context, String[] propertyNames)
          String SkipLockedClause { get; }
        MassTransit.EntityFrameworkCoreIntegration.SqlLockStatementProvider
          String GetRowLockStatement<T>(DbContext context)
          String GetRowLockStatement<T>(DbContext context, String[] propertyNames)
          String SkipLockedClause { get; }
          new(String schemaName, String lockClause, String skipLockedClause)
        MassTransit.EntityFrameworkCoreIntegration.PostgresLockStatementProvider
          new(Boolean enableSchemaCaching?)
          new(String schemaName, Boolean enableSchemaCaching?)
        MassTransit.EntityFrameworkCoreIntegration.SqliteLockStatementProvider
          new(Boolean enableSchemaCaching?)
        MassTransit.EntityFrameworkCoreIntegration.ISagaClassMap
          Type SagaType { get; }
          Void Configure(ModelBuilder model)
        MassTransit.EntityFrameworkCoreIntegration.ISagaClassMap<TSaga>
        MassTransit.EntityFrameworkCoreIntegration.SagaClassMap<TSaga>
          KeyBuilder ConfigureCorrelationIdKey(KeyBuilder keyBuilder)
          Type SagaType { get; }
          Void Configure(EntityTypeBuilder<TSaga> entity, ModelBuilder model)
          Void Configure(ModelBuilder model)
          new()
        MassTransit.EntityFrameworkCoreIntegration.SagaDbContext
          IEnumerable<ISagaClassMap> Configurations { get; }
          Void OnModelCreating(ModelBuilder modelBuilder)
          new(DbContextOptions options)
        MassTransit.EntityFrameworkCoreIntegration.ISagaDbContextFactory<TSaga>
          DbContext Create()
          DbContext CreateScoped<T>(ConsumeContext<T> context)
          ValueTask ReleaseAsync(DbContext dbContext)
        MassTransit.EntityFrameworkCoreIntegration.Saga.ContainerSagaDbContextFactory<TContext, TSaga>
          DbContext Create()
          DbContext CreateScoped<T>(ConsumeContext<T> context)
          ValueTask ReleaseAsync(DbContext dbContext)
          new(TContext dbContext)
        MassTransit.EntityFrameworkCoreIntegration.Saga.DelegateSagaDbContextFactory<TSaga>
          DbContext Create()
          DbContext CreateScoped<T>(ConsumeContext<T> context)
          ValueTask ReleaseAsync(DbContext dbContext)
          new(Func<DbContext> dbContextFactory)
        """;
}
