using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit;

/// <summary>How a saga is stored.</summary>
public interface IEntityFrameworkSagaRepositoryConfigurator
{
    /// <summary>Default <see cref="ConcurrencyMode.Pessimistic"/>, which needs <c>UsePostgres</c> or <c>UseSqlite</c>.</summary>
    ConcurrencyMode ConcurrencyMode { set; }

    /// <summary>The isolation of the saga's own transaction; on an endpoint with the outbox of the same DbContext, the outbox's isolation holds.</summary>
    /// <value>
    /// Default READ COMMITTED: the row lock or the concurrency token guards the saga. A stricter level costs repetitions, see
    /// <see cref="IEntityFrameworkOutboxConfigurator.IsolationLevel"/>.
    /// </value>
    IsolationLevel IsolationLevel { set; }

    /// <summary>How the database locks rows; set by <c>UsePostgres</c> and <c>UseSqlite</c>.</summary>
    ILockStatementProvider LockStatementProvider { set; }

    /// <summary>Sets <see cref="ConcurrencyMode.Optimistic"/>: the saga needs a property that is mapped as concurrency token, and the endpoint a message retry.</summary>
    /// <param name="useTransaction">False: the saga's load and save have no transaction around them, which saves two round trips; SaveChanges is atomic by itself.</param>
    void SetOptimisticConcurrency(bool useTransaction = true);

    /// <summary>
    /// Registers <typeparamref name="TImplementation"/>, unless it is registered already, and stores the saga in it; also registers it as
    /// <typeparamref name="TContext"/>, unless that is something else already.
    /// </summary>
    void AddDbContext<TContext, TImplementation>(
        Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null
    )
        where TContext : DbContext
        where TImplementation : DbContext, TContext;

    /// <summary>Stores the saga in contexts that <paramref name="databaseFactory"/> makes, one for each message, which the repository disposes.</summary>
    void DatabaseFactory(Func<DbContext> databaseFactory);

    /// <inheritdoc cref="DatabaseFactory(Func{DbContext})"/>
    /// <param name="databaseFactory">Gets the scope's service provider, returns the factory.</param>
    void DatabaseFactory(Func<IServiceProvider, Func<DbContext>> databaseFactory);

    /// <summary>Stores the saga in a DbContext that is registered elsewhere: the scope's own, which it shares with the endpoint's outbox.</summary>
    void ExistingDbContext<TContext>()
        where TContext : DbContext;
}

/// <inheritdoc/>
public interface IEntityFrameworkSagaRepositoryConfigurator<TSaga> : IEntityFrameworkSagaRepositoryConfigurator
    where TSaga : class, ISaga
{
    /// <summary>Changes how the saga is loaded, for example to include what belongs to it.</summary>
    void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization);
}
