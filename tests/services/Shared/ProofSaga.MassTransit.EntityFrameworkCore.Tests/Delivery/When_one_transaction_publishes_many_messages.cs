using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_one_transaction_publishes_many_messages(DatabaseKind kind) : ProviderScenario(kind)
{
    /// <summary>More than one round of delivery reads.</summary>
    const int Messages = 250;

    [Test]
    public async Task They_arrive_in_the_order_in_which_a_scope_published_them()
    {
        await using var node = await Node.StartAsync(Store);

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                for (var number = 0; number < Messages; number++)
                    await publisher.Publish(new OrderPlaced(NewId.NextGuid(), number));
                await shop.SaveChangesAsync();
            }
        );

        await AssertOrderAsync(node);
    }

    [Test]
    public async Task They_arrive_in_the_order_in_which_a_consumer_published_them()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Messages));

        await AssertOrderAsync(node);
    }

    static async Task AssertOrderAsync(Node node)
    {
        var placed = await node.Placed.NextAsync(Messages);
        Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(Enumerable.Range(0, Messages)));
    }
}
