using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A DbContext that is made of saga maps.</summary>
public abstract class SagaDbContext(DbContextOptions options) : DbContext(options)
{
    protected abstract IEnumerable<ISagaClassMap> Configurations { get; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        base.OnModelCreating(modelBuilder);
        foreach (var map in Configurations)
            map.Configure(modelBuilder);
    }
}
