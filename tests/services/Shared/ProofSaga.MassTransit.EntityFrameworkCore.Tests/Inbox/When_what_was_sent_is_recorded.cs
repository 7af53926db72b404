using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Inbox;

/// <summary>After the commit and the sends, a consumer's messages are deleted and its inbox row is closed: later, with those of others.</summary>
sealed class When_what_was_sent_is_recorded(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Orders = 60;

    [Test]
    public async Task Consumers_do_not_wait_for_it_and_many_are_recorded_in_one_transaction()
    {
        var settlement = new RefusedSettlement();
        await using var node = await StartAsync(settlement);

        foreach (var _ in Enumerable.Range(0, Orders))
            await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));
        await node.Placed.NextAsync(Orders);
        settlement.Refuses = false;

        await Store.UntilAsync(async shop =>
            await shop.Inbox.CountAsync(state => state.Delivered != null) == Orders && !await shop.Outgoing.AnyAsync()
        );
        // the batch that was refused, and those that came meanwhile
        Assert.That(settlement.Settled, Is.AtMost(3));
    }

    [Test]
    public async Task A_refused_record_is_tried_again_and_nothing_is_sent_twice()
    {
        var settlement = new RefusedSettlement();
        await using var node = await StartAsync(settlement);

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements: 2));
        await node.Placed.NextAsync(2);
        await node.Log.UntilAsync(4060);
        settlement.Refuses = false;

        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Outgoing.CountAsync()), Is.Zero);
            Assert.That(node.Sends.MessageIds, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task A_process_that_stops_leaves_nothing_unrecorded()
    {
        await using (var node = await StartAsync())
        {
            await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));
            await node.Placed.NextAsync();
        }

        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Outgoing.CountAsync()), Is.Zero);
            Assert.That(
                await Store.ReadAsync(shop => shop.Inbox.CountAsync(state => state.Delivered != null)),
                Is.EqualTo(1)
            );
        });
    }

    [Test]
    public async Task A_delayed_message_stays_until_it_is_due()
    {
        await using var node = await StartAsync(register: bus => bus.AddConsumer<DelayingConsumer>());
        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));
        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.LockId == Guid.Empty));
        Assert.That(await Store.ReadAsync(shop => shop.Outgoing.CountAsync()), Is.EqualTo(1));

        await using var later = await Node.StartAsync(Store, new NodeSettings { ClockAhead = TimeSpan.FromHours(2) });

        Assert.That((await later.Placed.NextAsync()).Message.Number, Is.EqualTo(1));
        await Store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
    }

    Task<Node> StartAsync(
        RefusedSettlement? settlement = null,
        Action<IBusRegistrationConfigurator>? register = null
    ) =>
        Node.StartAsync(
            Store,
            new NodeSettings
            {
                Delivers = false,
                Register = register ?? (bus => bus.AddConsumer<PlaceOrderConsumer>()),
                DbContext = options =>
                    options.AddInterceptors((IInterceptor[])(settlement is null ? [] : [settlement])),
            }
        );

    sealed class DelayingConsumer : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            await context.Publish(
                new OrderPlaced(context.Message.OrderId, 1),
                send => send.Delay = TimeSpan.FromHours(1)
            );
            await context.Publish(new OrderPlaced(context.Message.OrderId, 2));
        }
    }
}
