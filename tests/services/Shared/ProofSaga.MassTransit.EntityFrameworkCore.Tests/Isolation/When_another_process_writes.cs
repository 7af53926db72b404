using System.Data.Common;
using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>SQLite's one write lock is another process's for longer than a connection waits for it. No message retry anywhere.</summary>
sealed class When_another_process_writes
{
    [Test]
    public async Task A_transaction_that_cannot_begin_is_repeated_and_observers_hear_of_one_success()
    {
        await using var store = await TestStore.CreateAsync(DatabaseKind.Sqlite);
        var begun = new BegunTransactions();
        var observer = new ConsumeOutcomes();
        var orderId = NewId.NextGuid();
        await using var other = new SqliteConnection($"{store.ConnectionString};Pooling=False");
        await other.OpenAsync();
        var locked = await other.BeginTransactionAsync();
        await using var node = await Node.StartAsync(
            store,
            new NodeSettings
            {
                DbContext = options =>
                    options.UseSqlite($"{store.ConnectionString};Default Timeout=1").AddInterceptors(begun),
                UsesOutboxOnEndpoints = false,
                Register = bus =>
                {
                    bus.AddEntityFrameworkOutbox<ShopDbContext>(outbox =>
                    {
                        outbox.UseSqlite();
                        outbox.QueryDelay = TimeSpan.FromHours(1);
                        // so that the consumer's transactions are the only ones
                        outbox.DisableInboxCleanupService();
                    });
                    bus.UseOutboxWithoutRetry();
                    bus.AddConsumer<PlaceOrderConsumer>();
                    bus.AddReceiveObserver(_ => observer);
                },
            }
        );

        await node.Bus.Publish(new PlaceOrder(orderId));
        await Eventually.HoldsAsync(() => begun.Count >= 2, "the transaction is repeated");
        await locked.DisposeAsync();

        await node.Placed.NextAsync();
        await store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        var orders = await store.ReadAsync(shop => shop.Orders.Select(order => order.Id).ToListAsync());
        Assert.Multiple(() =>
        {
            Assert.That(orders, Is.EqualTo(new[] { orderId }));
            Assert.That((observer.Consumed, observer.Faulted), Is.EqualTo((2, 0)), "the order and its announcement");
            Assert.That(node.Placed.Waiting, Is.Zero);
        });
    }

    /// <summary>Counts the attempts to begin one.</summary>
    sealed class BegunTransactions : DbTransactionInterceptor
    {
        int count;

        public int Count => Volatile.Read(ref count);

        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection,
            TransactionStartingEventData eventData,
            InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref count);
            return new ValueTask<InterceptionResult<DbTransaction>>(result);
        }
    }
}
