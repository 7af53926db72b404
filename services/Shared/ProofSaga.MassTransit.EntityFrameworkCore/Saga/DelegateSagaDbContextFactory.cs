using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>A new DbContext for each message and each read, disposed after it.</summary>
public class DelegateSagaDbContextFactory<TSaga>(Func<DbContext> dbContextFactory) : ISagaDbContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public DbContext Create() => dbContextFactory();

    public DbContext CreateScoped<T>(ConsumeContext<T> context)
        where T : class => dbContextFactory();

    public ValueTask ReleaseAsync(DbContext dbContext)
    {
        ArgumentNullException.ThrowIfNull(dbContext);
        return dbContext.DisposeAsync();
    }
}
