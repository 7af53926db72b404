using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Outages;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Provider.Tests.Crashes;

/// <summary>A process on RabbitMQ and Postgres gets SIGKILL while it consumes; the next one does the rest.</summary>
sealed class When_a_process_is_killed
{
    /// <summary>128 + SIGKILL.</summary>
    const int Killed = 137;

    [Test]
    public async Task The_message_has_its_effect_once_and_what_follows_from_it_keeps_its_ids([Values] CrashPoint point)
    {
        await using var store = await TestStore.CreateAsync(DatabaseKind.Postgres);
        await using var broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        await using var receiver = await BrokerNode.StartAsync(
            store,
            broker.Uri,
            new BrokerNodeSettings { Register = bus => bus.AddConsumer<CountPlacementConsumer>(), Delivers = false }
        );
        var order = new PlaceOrder(NewId.NextGuid());
        using (var dying = CrashingProcess.Start(store, broker.Uri, point))
        {
            var queue = await receiver.Bus.GetSendEndpoint(new Uri($"queue:{CrashingPlaceOrderConsumer.Queue}"));
            await queue.Send(order);
            await dying.WaitForExitAsync().WaitAsync(Eventually.Patience);
            Assert.That(dying.ExitCode, Is.EqualTo(Killed));
        }

        var left = await store.ReadAsync(shop => shop.Outgoing.Select(row => row.MessageId).ToListAsync());
        Assert.That(left, Has.Count.EqualTo(point == CrashPoint.BeforeCommit ? 0 : 2));

        // after the dead one's lease
        var later = new ShiftedTime(TimeSpan.FromMinutes(1));
        await using var next = await BrokerNode.StartAsync(
            store,
            broker.Uri,
            Settings(services => services.AddSingleton<TimeProvider>(later))
        );

        await Eventually.HoldsAsync(
            () =>
                store.ReadAsync(async shop =>
                    !await shop.Outgoing.AnyAsync()
                    && await shop.Inbox.CountAsync(state => state.Delivered != null) == 1 + 2
                ),
            "the order and both of its announcements are consumed"
        );
        var placed = await store.ReadAsync(shop => shop.Counters.SingleAsync());
        var heard = await store.ReadAsync(shop => shop.Inbox.Select(state => state.MessageId).ToListAsync());
        Assert.Multiple(async () =>
        {
            Assert.That(await store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
            Assert.That((placed.CorrelationId, placed.Count), Is.EqualTo((order.OrderId, 2)));
            Assert.That(left, Is.SubsetOf(heard));
            Assert.That(await broker.CountMessagesAsync($"{CrashingPlaceOrderConsumer.Queue}_error"), Is.Zero);
        });
    }

    /// <summary>Of the process that dies and of the one that follows.</summary>
    internal static BrokerNodeSettings Settings(Action<IServiceCollection> configure) =>
        new() { Register = bus => bus.AddConsumer<CrashingPlaceOrderConsumer>(), ConfigureServices = configure };
}
