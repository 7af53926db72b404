using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Scheduling;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>An application's context: its own table, a saga, and the outbox tables.</summary>
sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : SagaDbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Counter> Counters => Set<Counter>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<InboxState> Inbox => Set<InboxState>();

    public DbSet<OutboxState> Outboxes => Set<OutboxState>();

    public DbSet<OutboxMessage> Outgoing => Set<OutboxMessage>();

    protected override IEnumerable<ISagaClassMap> Configurations => [new CounterMap(), new ReservationMap()];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.Entity<Order>().Property(order => order.Id).ValueGeneratedNever();
    }
}
