using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>The scope's own DbContext; the scope disposes it.</summary>
public class ContainerSagaDbContextFactory<TContext, TSaga>(TContext dbContext) : ISagaDbContextFactory<TSaga>
    where TContext : DbContext
    where TSaga : class, ISaga
{
    public DbContext Create() => dbContext;

    public DbContext CreateScoped<T>(ConsumeContext<T> context)
        where T : class => dbContext;

    public ValueTask ReleaseAsync(DbContext dbContext) => default;
}
