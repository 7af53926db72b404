using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_a_consumer_schedules(DatabaseKind kind) : SchedulingScenario(kind)
{
    [Test]
    public async Task It_goes_out_within_a_second_of_its_time_and_the_others_at_once()
    {
        await using var node = await StartAsync();
        var dueTime = Now + TimeSpan.FromSeconds(3);

        await node.Bus.Publish(new AnnounceLater(NewId.NextGuid(), dueTime));

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        Assert.That(Now, Is.LessThan(dueTime), "the scheduled message held back the other");
        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(1));
        Assert.That(Now, Is.InRange(dueTime, dueTime + Tolerance));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
        Assert.That(node.Placed.Waiting, Is.Zero);
    }

    [Test]
    public async Task It_has_an_outbox_of_its_own_so_that_the_inbox_is_done_at_once()
    {
        await using var node = await StartAsync();
        var dueTime = Now + TimeSpan.FromHours(1);

        await node.Bus.Publish(new AnnounceLater(NewId.NextGuid(), dueTime));

        await node.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(inbox => inbox.Delivered != null));
        var message = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        var outbox = await Store.ReadAsync(shop => shop.Outboxes.SingleAsync());
        Assert.Multiple(() =>
        {
            Assert.That(message.OutboxId, Is.EqualTo(outbox.OutboxId));
            Assert.That(message.InboxMessageId, Is.Null);
            Assert.That(message.EnqueueTime, Is.EqualTo(dueTime).Within(TimeSpan.FromMicroseconds(1)));
            Assert.That(outbox.DeliverAfter, Is.EqualTo(message.EnqueueTime));
        });
    }

    [Test]
    public async Task A_message_that_it_merely_delays_has_one_too()
    {
        await using var node = await StartAsync(
            new NodeSettings { Register = bus => bus.AddConsumer<DelayingConsumer>() }
        );

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(inbox => inbox.Delivered != null));
        var message = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        var outbox = await Store.ReadAsync(shop => shop.Outboxes.SingleAsync());
        Assert.That(outbox.OutboxId, Is.EqualTo(message.OutboxId));
        Assert.That(outbox.DeliverAfter, Is.EqualTo(message.EnqueueTime));
    }

    [Test]
    public async Task Nothing_is_scheduled_when_it_fails()
    {
        var faults = new Inbound<Fault<AnnounceLater>>();
        await using var node = await StartAsync(Collecting(faults));

        await node.Bus.Publish(new AnnounceLater(NewId.NextGuid(), Now + TimeSpan.FromHours(1), ThenFail: true));

        await faults.NextAsync();
        Assert.That(await CountWaitingAsync(), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task What_it_cancels_does_not_go_out()
    {
        await using var node = await StartAsync();
        var scheduled = await ScheduleAsync(node, Now + TimeSpan.FromHours(1));

        await node.Bus.Publish(new CancelAnnouncement(scheduled.TokenId));

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(3));
        Assert.That(await Store.ReadAsync(shop => shop.Outboxes.CountAsync()), Is.Zero);
        await Store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
    }

    [Test]
    public async Task Nothing_is_cancelled_when_it_fails()
    {
        var faults = new Inbound<Fault<CancelAnnouncement>>();
        await using var node = await StartAsync(Collecting(faults));
        var scheduled = await ScheduleAsync(node, Now + TimeSpan.FromHours(1));

        await node.Bus.Publish(new CancelAnnouncement(scheduled.TokenId, ThenFail: true));

        await faults.NextAsync();
        Assert.That(await CountWaitingAsync(), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Cancelling_what_nobody_knows_does_nothing()
    {
        await using var node = await StartAsync();

        await node.Bus.Publish(new CancelAnnouncement(NewId.NextGuid()));

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(3));
        Assert.That(node.Log.Warnings, Is.Empty);
    }

    static NodeSettings Collecting<T>(Inbound<T> arrivals)
        where T : class =>
        new() { Endpoints = memory => memory.ReceiveEndpoint("faults", endpoint => endpoint.Instance(arrivals)) };

    /// <summary>As a retry that waits: a send with a delay, and another message at once.</summary>
    sealed class DelayingConsumer : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            await context.Publish(
                new OrderPlaced(context.Message.OrderId, 1),
                publish => publish.Delay = TimeSpan.FromHours(1)
            );
            await context.Publish(new OrderPlaced(context.Message.OrderId, 2));
        }
    }
}
