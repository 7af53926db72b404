using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>Another application module's context: the same tables in a schema of their own (on SQLite, in a file of their own).</summary>
sealed class DepotDbContext(DbContextOptions<DepotDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("depot");
        modelBuilder.AddTransactionalOutboxEntities();
    }
}
