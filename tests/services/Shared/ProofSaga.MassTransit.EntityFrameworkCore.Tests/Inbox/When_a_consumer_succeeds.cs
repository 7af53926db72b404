using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Inbox;

sealed class When_a_consumer_succeeds(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task Its_changes_are_stored_its_messages_arrive_and_its_message_is_marked_as_delivered()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        var orderId = NewId.NextGuid();

        await node.Bus.Publish(new PlaceOrder(orderId));

        var placed = await node.Placed.NextAsync();
        Assert.That(placed.Message.OrderId, Is.EqualTo(orderId));
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
            Assert.That(await Store.ReadAsync(shop => shop.Outgoing.CountAsync()), Is.Zero);
            Assert.That(await Store.ReadAsync(shop => shop.Outboxes.CountAsync()), Is.Zero);
        });
    }

    [Test]
    public async Task A_consumer_without_messages_is_delivered_with_its_commit()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements: 0));

        await Store.UntilAsync(shop => shop.Inbox.AnyAsync());
        var inbox = await Store.ReadAsync(shop => shop.Inbox.SingleAsync());
        Assert.That(inbox.Delivered, Is.EqualTo(inbox.Consumed).And.Not.Null);
    }
}
