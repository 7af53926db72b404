using System.Data;
using System.Diagnostics.CodeAnalysis;
using MassTransit.EntityFrameworkCoreIntegration.Saga;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Makes saga repositories without a container. What is returned also reads: it is an ILoadSagaRepository and an IQuerySagaRepository.</summary>
[SuppressMessage("Design", "CA1000", Justification = "the official package's shape")]
public static class EntityFrameworkSagaRepository<TSaga>
    where TSaga : class, ISaga
{
    /// <summary>A repository that detects by the saga's concurrency token, when it saves, that another message was faster.</summary>
    /// <param name="queryCustomization">Changes how a saga is loaded, for example to include what belongs to it.</param>
    /// <param name="isTransactionEnabled">False: load and save have no transaction around them.</param>
    public static ISagaRepository<TSaga> CreateOptimistic(
        ISagaDbContextFactory<TSaga> dbContextFactory,
        Func<IQueryable<TSaga>, IQueryable<TSaga>>? queryCustomization = null,
        bool isTransactionEnabled = true
    ) =>
        Create(
            dbContextFactory,
            new OptimisticSagaLoader<TSaga>(queryCustomization),
            isTransactionEnabled ? IsolationLevel.ReadCommitted : null
        );

    /// <inheritdoc cref="CreateOptimistic(ISagaDbContextFactory{TSaga}, Func{IQueryable{TSaga}, IQueryable{TSaga}}, bool)"/>
    /// <param name="dbContextFactory">Makes a context for each message; the repository disposes it.</param>
    public static ISagaRepository<TSaga> CreateOptimistic(
        Func<DbContext> dbContextFactory,
        Func<IQueryable<TSaga>, IQueryable<TSaga>>? queryCustomization = null,
        bool isTransactionEnabled = true
    ) =>
        CreateOptimistic(
            new DelegateSagaDbContextFactory<TSaga>(dbContextFactory),
            queryCustomization,
            isTransactionEnabled
        );

    /// <summary>A repository that locks the saga's row while a message is handled.</summary>
    /// <param name="lockStatementProvider">How the database locks rows. Optional in the official package, where null means SQL Server; required here.</param>
    /// <param name="queryCustomization">Changes how a saga is loaded, for example to include what belongs to it.</param>
    /// <exception cref="ConfigurationException"><paramref name="lockStatementProvider"/> is null.</exception>
    public static ISagaRepository<TSaga> CreatePessimistic(
        ISagaDbContextFactory<TSaga> dbContextFactory,
        ILockStatementProvider? lockStatementProvider = null,
        Func<IQueryable<TSaga>, IQueryable<TSaga>>? queryCustomization = null
    ) =>
        Create(
            dbContextFactory,
            new PessimisticSagaLoader<TSaga>(
                lockStatementProvider
                    ?? throw new ConfigurationException(
                        $"CreatePessimistic of {TypeCache<TSaga>.ShortName}: pass a PostgresLockStatementProvider or a SqliteLockStatementProvider."
                    ),
                queryCustomization
            ),
            IsolationLevel.ReadCommitted
        );

    /// <inheritdoc cref="CreatePessimistic(ISagaDbContextFactory{TSaga}, ILockStatementProvider, Func{IQueryable{TSaga}, IQueryable{TSaga}})"/>
    /// <param name="dbContextFactory">Makes a context for each message; the repository disposes it.</param>
    public static ISagaRepository<TSaga> CreatePessimistic(
        Func<DbContext> dbContextFactory,
        ILockStatementProvider? lockStatementProvider = null,
        Func<IQueryable<TSaga>, IQueryable<TSaga>>? queryCustomization = null
    ) =>
        CreatePessimistic(
            new DelegateSagaDbContextFactory<TSaga>(dbContextFactory),
            lockStatementProvider,
            queryCustomization
        );

    static SagaRepository<TSaga> Create(
        ISagaDbContextFactory<TSaga> dbContextFactory,
        ISagaLoader<TSaga> loader,
        IsolationLevel? isolationLevel
    )
    {
        ArgumentNullException.ThrowIfNull(dbContextFactory);
        var contexts = new EntityFrameworkSagaRepositoryContextFactory<TSaga>(
            dbContextFactory,
            new SagaConsumeContextFactory<DbContext, TSaga>(),
            loader,
            new SagaTransaction<TSaga>(isolationLevel)
        );
        return new SagaRepository<TSaga>(contexts, contexts, contexts);
    }
}
