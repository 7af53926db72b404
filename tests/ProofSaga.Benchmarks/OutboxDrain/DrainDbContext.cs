using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Benchmarks.OutboxDrain;

/// <summary>An application that has nothing but an outbox.</summary>
sealed class DrainDbContext(DbContextOptions<DrainDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTransactionalOutboxEntities();
}
