using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Isolation;

sealed class When_the_connection_is_lost_in_mid_transaction : PostgresScenario
{
    [Test]
    public async Task EnableRetryOnFailure_runs_the_consumer_again_and_its_effect_is_there_once()
    {
        var interference = new Interference(Store.Open);
        var observer = new ConsumeOutcomes();
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings
            {
                UsesOutboxOnEndpoints = false,
                Register = bus =>
                {
                    bus.AddSingleton(interference);
                    bus.UseOutboxWithoutRetry();
                    bus.AddConsumer<CutOffConsumer>();
                    bus.AddReceiveObserver(_ => observer);
                    bus.ConfigureDbContext<ShopDbContext>(options =>
                        options.UseNpgsql(postgres => postgres.EnableRetryOnFailure())
                    );
                },
            }
        );
        var orderId = NewId.NextGuid();

        await node.Bus.Publish(new PlaceOrder(orderId));

        await node.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        var orders = await Store.ReadAsync(shop => shop.Orders.Select(order => order.Id).ToListAsync());
        Assert.Multiple(() =>
        {
            Assert.That(interference.Attempts, Is.EqualTo(2));
            Assert.That(orders, Is.EqualTo(new[] { orderId }));
            Assert.That(node.Placed.Waiting, Is.Zero);
            Assert.That((observer.Consumed, observer.Faulted), Is.EqualTo((2, 0)), "the order and its announcement");
        });
    }

    sealed class CutOffConsumer(ShopDbContext shop, Interference interference) : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            // a second run that found the first one's order still tracked would insert it twice
            shop.Add(new Order { Id = context.Message.OrderId });
            await context.Publish(new OrderPlaced(context.Message.OrderId));
            if (interference.BeginAttempt() == 1)
                await interference.CutConnectionsInTransactionAsync();
        }
    }
}
