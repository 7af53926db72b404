using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Gives the repository the DbContext of the scope in which a message is consumed.</summary>
public interface ISagaDbContextFactory<out TSaga>
    where TSaga : class, ISaga
{
    /// <summary>For reading outside of a consumer.</summary>
    DbContext Create();

    DbContext CreateScoped<T>(ConsumeContext<T> context)
        where T : class;

    ValueTask ReleaseAsync(DbContext dbContext);
}
