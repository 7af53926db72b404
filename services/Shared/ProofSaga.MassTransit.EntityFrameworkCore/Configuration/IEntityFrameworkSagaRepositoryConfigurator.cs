using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit;

/// <summary>How a saga is stored.</summary>
public interface IEntityFrameworkSagaRepositoryConfigurator
{
    /// <summary>Default <see cref="ConcurrencyMode.Pessimistic"/>, which needs <c>UsePostgres</c> or <c>UseSqlite</c>.</summary>
    ConcurrencyMode ConcurrencyMode { set; }

    /// <summary>The isolation of the saga's own transaction, where the endpoint has no outbox. Default READ COMMITTED: the row lock or the concurrency token guards the saga.</summary>
    IsolationLevel IsolationLevel { set; }

    ILockStatementProvider LockStatementProvider { set; }

    /// <summary>Registers a DbContext, unless it is registered already, and stores the saga in it.</summary>
    void AddDbContext<TContext, TImplementation>(
        Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null
    )
        where TContext : DbContext
        where TImplementation : DbContext, TContext;

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
