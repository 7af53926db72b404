using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Inbox;

/// <summary>At any point: the effect is there once, and every repeat of a message has the id of the first.</summary>
sealed class When_a_process_dies(DatabaseKind kind) : ProviderScenario(kind)
{
    /// <summary>Longer than any lease.</summary>
    static readonly TimeSpan Later = TimeSpan.FromMinutes(5);

    [Test]
    public async Task Before_the_commit_the_next_delivery_of_the_message_has_the_effect()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<DyingConsumer>() }
        );

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));

        await node.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
            Assert.That(await Store.ReadAsync(shop => shop.Inbox.SumAsync(state => state.ReceiveCount)), Is.EqualTo(1));
            Assert.That(node.Sends.MessageIds, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Between_two_sends_all_are_sent_again_in_order_and_with_their_ids()
    {
        var dead = new TaskCompletionSource();
        var sends = 0;
        await using var dying = await StartConsumerAsync();
        dying.Sends.Before = _ => Interlocked.Increment(ref sends) > 2 ? dead.Task : Task.CompletedTask;
        await dying.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements: 5));
        await dying.Placed.NextAsync(2);

        await using var next = await Node.StartAsync(Store, new NodeSettings { ClockAhead = Later });

        var repeated = await next.Placed.NextAsync(5);
        Assert.Multiple(() =>
        {
            Assert.That(repeated.Select(message => message.Message.Number), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
            Assert.That(repeated.Select(message => message.MessageId!.Value), Is.SupersetOf(dying.Sends.MessageIds));
        });
        await Store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
        dead.SetException(new InvalidOperationException("dead"));
    }

    [Test]
    public async Task After_a_consumers_sends_and_before_their_record_they_are_repeated_with_their_ids()
    {
        await using var dying = await StartConsumerAsync(new RefusedSettlement());
        await dying.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements: 2));
        await dying.Placed.NextAsync(2);
        await dying.Log.UntilAsync(4060);

        await using var next = await Node.StartAsync(Store, new NodeSettings { ClockAhead = Later });

        var repeated = await next.Placed.NextAsync(2);
        Assert.That(repeated.Select(message => message.MessageId!.Value), Is.EqualTo(dying.Sends.MessageIds));
        await Store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
        Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task After_the_sends_of_a_scope_and_before_their_record_they_are_repeated_with_their_ids()
    {
        await using var dying = await Node.StartAsync(
            Store,
            new NodeSettings { DbContext = options => options.AddInterceptors(new RefusedSettlement()) }
        );
        await dying.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 1));
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 2));
                await shop.SaveChangesAsync();
            }
        );
        var sent = await dying.Placed.NextAsync(2);
        await dying.Log.UntilAsync(4003);

        await using var next = await Node.StartAsync(Store, new NodeSettings { ClockAhead = Later });

        var repeated = await next.Placed.NextAsync(2);
        Assert.That(
            repeated.Select(message => message.MessageId),
            Is.EqualTo(sent.Select(message => message.MessageId))
        );
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
    }

    Task<Node> StartConsumerAsync(RefusedSettlement? settlement = null) =>
        Node.StartAsync(
            Store,
            new NodeSettings
            {
                Delivers = false,
                Register = bus => bus.AddConsumer<PlaceOrderConsumer>(),
                DbContext = options =>
                    options.AddInterceptors((IInterceptor[])(settlement is null ? [] : [settlement])),
            }
        );

    /// <summary>Loses its connection, as a process that dies does, after everything is written and before the commit; the second attempt lives.</summary>
    sealed class DyingConsumer(ShopDbContext shop) : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            shop.Add(new Order { Id = context.Message.OrderId });
            await context.Publish(new OrderPlaced(context.Message.OrderId));
            await shop.SaveChangesAsync(context.CancellationToken);
            if (context.GetRetryAttempt() > 0)
                return;
            await shop.Database.GetDbConnection().CloseAsync();
            throw new InvalidOperationException("dead");
        }
    }
}
