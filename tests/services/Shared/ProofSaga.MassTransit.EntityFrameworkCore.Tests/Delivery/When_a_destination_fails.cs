using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_a_destination_fails(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task Only_its_own_outbox_is_held_back_in_order_and_goes_on_by_itself()
    {
        await using var node = await Node.StartAsync(Store);
        var failing = true;
        node.Sends.Before = context =>
            failing && context.CorrelationId is not null
                ? throw new InvalidOperationException("destination is away")
                : Task.CompletedTask;

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(
                    new OrderPlaced(NewId.NextGuid(), 1),
                    context => context.CorrelationId = NewId.NextGuid()
                );
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 2));
                await shop.SaveChangesAsync();
            }
        );
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.DeliveryAttempts > 0));
        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 3));
                await shop.SaveChangesAsync();
            }
        );

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(3));
        failing = false;
        var rest = await node.Placed.NextAsync(2);
        Assert.That(rest.Select(message => message.Message.Number), Is.EqualTo(new[] { 1, 2 }));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
    }

    [Test]
    public async Task A_consumer_has_succeeded_all_the_same_and_its_messages_follow()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        var attempts = 0;
        node.Sends.Before = _ =>
            Interlocked.Increment(ref attempts) == 1
                ? throw new InvalidOperationException("destination is away")
                : Task.CompletedTask;

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements: 2));

        var placed = await node.Placed.NextAsync(2);
        Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(new[] { 0, 1 }));
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
        Assert.That(node.Faults.Waiting, Is.Zero);
    }
}
