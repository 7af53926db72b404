using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>A SQLite file whose write lock another one keeps for longer than anybody waits for it: a backup, a shell.</summary>
sealed class When_somebody_else_locks_the_file
{
    const int DeliveryInterrupted = 4003;
    const int DeliveryResumed = 4004;

    [Test]
    public async Task Consumers_and_delivery_go_on_by_themselves_when_it_is_free_and_nothing_is_lost_or_done_twice()
    {
        await using var store = await TestStore.CreateAsync(DatabaseKind.Sqlite);
        var placed = new Inbound<OrderPlaced>();
        var waitingOrder = NewId.NextGuid();
        var newOrder = NewId.NextGuid();
        // delivery reads without the lock, and claims only what it finds: there must be something before the file is locked
        await LeaveWaitingAsync(store, new OrderPlaced(waitingOrder));

        await using var other = new SqliteConnection($"{store.ConnectionString};Pooling=False");
        await other.OpenAsync();
        var locked = await other.BeginTransactionAsync();
        await using var node = await StartAsync(
            store,
            new BrokerNodeSettings
            {
                Register = bus =>
                {
                    bus.AddConsumer<PlaceOrderConsumer>();
                    bus.AddConsumer<Inbound<OrderPlaced>>().Endpoint(endpoint => endpoint.Name = "far-end");
                },
                UsesOutbox = name => name != "far-end",
                ConfigureServices = services => services.AddSingleton(placed),
                Retry = retry => retry.Interval(100, TimeSpan.FromMilliseconds(100)),
            }
        );
        await node.Bus.Publish(new PlaceOrder(newOrder));
        await Eventually.HoldsAsync(() => node.Log.Of(DeliveryInterrupted).Any(), "delivery cannot claim");
        await Eventually.HoldsAsync(
            () => node.Log.Events.Any(logged => logged.Text.Contains("R-RETRY", StringComparison.Ordinal)),
            "the consumer cannot begin"
        );
        Assert.That(placed.Waiting, Is.Zero);
        await locked.DisposeAsync();

        var arrived = await placed.NextAsync(2);
        Assert.That(arrived.Select(order => order.Message.OrderId), Is.EquivalentTo([waitingOrder, newOrder]));
        await Eventually.HoldsAsync(() => node.Log.Of(DeliveryResumed).Any(), "delivery goes on");
        await store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
        Assert.That(await store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
        Assert.That(placed.Waiting, Is.Zero);
        Assert.That(node.IsStopping, Is.False);
    }

    /// <summary>From a process that does not send it, and is gone.</summary>
    static async Task LeaveWaitingAsync(TestStore store, OrderPlaced message)
    {
        await using var node = await StartAsync(store, new BrokerNodeSettings { Delivers = false });
        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(message);
                await shop.SaveChangesAsync();
            }
        );
    }

    static Task<BrokerNode> StartAsync(TestStore store, BrokerNodeSettings settings) =>
        BrokerNode.StartAsync(
            options => options.UseSqlite($"{store.ConnectionString};Default Timeout=1"),
            isPostgres: false,
            rabbitMq: null,
            settings
        );
}
