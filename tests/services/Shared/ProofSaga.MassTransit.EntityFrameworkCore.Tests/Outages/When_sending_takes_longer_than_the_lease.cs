using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>A consumer's process may send for half of its lease; what is left then is the delivery service's.</summary>
sealed class When_sending_takes_longer_than_the_lease(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Announcements = 5;

    static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(1);

    [Test]
    public async Task The_rest_goes_out_at_once_in_order_without_waiting_for_the_next_poll()
    {
        var placed = new Inbound<OrderPlaced>();
        await using var node = await BrokerNode.StartAsync(
            Store,
            rabbitMq: null,
            new BrokerNodeSettings
            {
                QueryDelay = TimeSpan.FromHours(1),
                MessageDeliveryTimeout = DeliveryTimeout,
                Register = bus =>
                {
                    bus.AddConsumer<PlaceOrderConsumer>();
                    bus.AddConsumer<Inbound<OrderPlaced>>(consumer => consumer.ConcurrentMessageLimit = 1)
                        .Endpoint(endpoint => endpoint.Name = "far-end");
                },
                UsesOutbox = name => name != "far-end",
                ConfigureServices = services => services.AddSingleton(placed),
            }
        );
        // the first two sends together take more than half of the lease
        var sends = 0;
        node.Sends.Before = _ =>
            Interlocked.Increment(ref sends) <= 2
                ? Task.Delay(DeliveryTimeout * 0.6, TimeProvider.System)
                : Task.CompletedTask;

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements));

        var arrived = await placed.NextAsync(Announcements);
        Assert.That(arrived.Select(p => p.Message.Number), Is.EqualTo(Enumerable.Range(0, Announcements)));
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
    }
}
