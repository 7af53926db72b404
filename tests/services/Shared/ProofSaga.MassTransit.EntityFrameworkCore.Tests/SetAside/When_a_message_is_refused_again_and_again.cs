using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.SetAside;

sealed class When_a_message_is_refused_again_and_again(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Poison = 13;

    [Test]
    public async Task Its_outbox_is_set_aside_in_order_while_others_go_on()
    {
        await using var node = await StartAsync(attempts: 3);

        await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), Poison), new OrderPlaced(NewId.NextGuid(), 14));
        await node.Log.UntilAsync(4027);
        await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), 1));

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(1));
        await Store.UntilAsync(async shop => await shop.Outboxes.CountAsync() == 1);
        var (message, outbox) = await Store.ReadAsync(async shop =>
            (await shop.Outgoing.OrderBy(row => row.SequenceNumber).FirstAsync(), await shop.Outboxes.SingleAsync())
        );
        var listed = (await node.Quarantine.ListAsync()).Single();
        Assert.Multiple(() =>
        {
            Assert.That(listed.SequenceNumber, Is.EqualTo(message.SequenceNumber));
            Assert.That(listed.MessageId, Is.EqualTo(message.MessageId));
            Assert.That(listed.MessageType, Is.EqualTo(message.MessageType));
            Assert.That(listed.DestinationAddress, Is.EqualTo(message.DestinationAddress));
            Assert.That(listed.Attempts, Is.EqualTo(3));
            Assert.That(listed.SetAside, Is.EqualTo(outbox.SetAside));
            Assert.That(
                listed.SetAside,
                Is.EqualTo(TimeProvider.System.GetUtcNow().UtcDateTime).Within(TimeSpan.FromMinutes(1))
            );
            Assert.That(listed.Reason, Does.Contain("InvalidOperationException: nobody takes"));
            Assert.That(node.Placed.Waiting, Is.Zero);
            Assert.That(node.Log.CountOf(4003), Is.Zero, "delivery was interrupted");
        });
    }

    [Test]
    public async Task It_is_sent_when_it_is_replayed_and_so_is_what_waits_behind_it()
    {
        await using var node = await StartAsync(attempts: 1);
        await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), Poison), new OrderPlaced(NewId.NextGuid(), 14));
        await node.Log.UntilAsync(4027);
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.SetAside != null));
        node.Sends.Before = _ => Task.CompletedTask;
        var listed = (await node.Quarantine.ListAsync()).Single();

        var replayed = await node.Quarantine.ReplayAsync([listed.SequenceNumber, long.MaxValue]);

        Assert.That(replayed, Is.EqualTo(1));
        var placed = await node.Placed.NextAsync(2);
        Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(new[] { Poison, 14 }));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
        Assert.That(await node.Quarantine.ListAsync(), Is.Empty);
    }

    [Test]
    public async Task It_is_deleted_when_it_is_discarded_and_what_waits_behind_it_is_sent()
    {
        await using var node = await StartAsync(attempts: 1);
        await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), Poison), new OrderPlaced(NewId.NextGuid(), 14));
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.SetAside != null));
        var listed = (await node.Quarantine.ListAsync()).Single();

        var discarded = await node.Quarantine.DiscardAsync([listed.SequenceNumber]);

        Assert.That(discarded, Is.EqualTo(1));
        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(14));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
    }

    [Test]
    public async Task What_a_consumer_published_is_set_aside_and_replayed_in_the_same_way()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { MaxDeliveryAttempts = 1, Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        node.Sends.Before = _ => throw new InvalidOperationException("nobody takes it");
        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements: 2));
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.SetAside != null));
        node.Sends.Before = _ => Task.CompletedTask;

        Assert.That(await node.Quarantine.ReplayAllAsync(), Is.EqualTo(1));

        var placed = await node.Placed.NextAsync(2);
        Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(new[] { 0, 1 }));
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
    }

    [Test]
    public async Task It_is_tried_for_ever_where_no_limit_is_set()
    {
        await using var node = await StartAsync(attempts: 0);

        await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), Poison));

        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.DeliveryAttempts >= 3));
        Assert.That(await node.Quarantine.ListAsync(), Is.Empty);
    }

    async Task<Node> StartAsync(int attempts)
    {
        var node = await Node.StartAsync(Store, new NodeSettings { MaxDeliveryAttempts = attempts });
        node.Sends.Before = async context =>
        {
            var body = await Store.ReadAsync(shop =>
                shop.Outgoing.Where(row => row.MessageId == context.MessageId).Select(row => row.Body).SingleAsync()
            );
            if (body.Contains($"\"number\": {Poison}", StringComparison.Ordinal))
                throw new InvalidOperationException("nobody takes it");
        };
        return node;
    }
}
