using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.BusOutbox;

sealed class When_many_consumers_write_at_once(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Writers = 16;
    const int OrdersEach = 25;

    [Test]
    public async Task Every_write_succeeds_and_every_message_arrives()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );

        // half of them through consumers with the outbox, half in scopes of their own, beside delivery and clean-up
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(node, writer % 2 == 0)));

        await node.Placed.NextAsync(Writers * OrdersEach);
        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(Writers * OrdersEach));
            Assert.That(node.Faults.Waiting, Is.Zero);
            Assert.That(node.Log.Warnings, Is.Empty);
        });
    }

    static async Task WriteAsync(Node node, bool throughConsumer)
    {
        for (var number = 0; number < OrdersEach; number++)
        {
            var orderId = NewId.NextGuid();
            if (throughConsumer)
            {
                await node.Bus.Publish(new PlaceOrder(orderId));
                continue;
            }

            await node.InScopeAsync(
                async (shop, publisher) =>
                {
                    shop.Add(new Order { Id = orderId });
                    await publisher.Publish(new OrderPlaced(orderId));
                    await shop.SaveChangesAsync();
                }
            );
        }
    }
}
