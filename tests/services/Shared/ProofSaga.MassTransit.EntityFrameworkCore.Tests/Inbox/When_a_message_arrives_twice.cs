using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Inbox;

sealed class When_a_message_arrives_twice(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task The_second_does_nothing()
    {
        await using var node = await StartAsync();
        var (message, messageId) = (new PlaceOrder(NewId.NextGuid()), NewId.NextGuid());

        await node.Bus.Publish(message, context => context.MessageId = messageId);
        await node.Placed.NextAsync();
        await node.Bus.Publish(message, context => context.MessageId = messageId);

        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.ReceiveCount == 2));
        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
            Assert.That(node.Sends.MessageIds, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task At_once_on_two_nodes_it_has_its_effect_once()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var (message, messageId) = (new PlaceOrder(NewId.NextGuid()), NewId.NextGuid());

        await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(number =>
                    (number % 2 == 0 ? first : second).Bus.Publish(message, context => context.MessageId = messageId)
                )
        );

        await Store.UntilAsync(shop =>
            shop.Inbox.AnyAsync(state => state.ReceiveCount == 10 && state.Delivered != null)
        );
        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
            Assert.That(first.Sends.MessageIds.Concat(second.Sends.MessageIds).Count(), Is.EqualTo(1));
            Assert.That(first.Faults.Waiting + second.Faults.Waiting, Is.Zero);
        });
    }

    Task<Node> StartAsync() =>
        Node.StartAsync(Store, new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() });
}
