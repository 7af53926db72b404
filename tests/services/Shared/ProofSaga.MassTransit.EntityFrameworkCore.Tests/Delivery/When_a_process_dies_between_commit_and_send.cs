using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_a_process_dies_between_commit_and_send(DatabaseKind kind) : ProviderScenario(kind)
{
    /// <summary>Longer than any lease.</summary>
    static readonly TimeSpan Later = TimeSpan.FromMinutes(5);

    [Test]
    public async Task What_a_consumer_left_is_sent_by_the_next_process_with_the_same_ids_in_order()
    {
        var dead = new TaskCompletionSource();
        await using var dying = await Node.StartAsync(
            Store,
            new NodeSettings { Delivers = false, Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        dying.Sends.Before = _ => dead.Task;
        await dying.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Announcements: 5));
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Consumed != null));
        var left = await Store.ReadAsync(shop =>
            shop.Outgoing.OrderBy(message => message.SequenceNumber).Select(message => message.MessageId).ToListAsync()
        );

        await using var next = await Node.StartAsync(Store, new NodeSettings { ClockAhead = Later });

        var placed = await next.Placed.NextAsync(5);
        Assert.Multiple(() =>
        {
            Assert.That(placed.Select(message => message.MessageId!.Value), Is.EqualTo(left));
            Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        });
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
        Assert.That(await Store.ReadAsync(shop => shop.Outgoing.CountAsync()), Is.Zero);
        dead.SetException(new InvalidOperationException("dead"));
    }

    [Test]
    public async Task What_a_consumer_left_is_not_sent_by_others_while_its_process_may_be_alive()
    {
        var sending = new TaskCompletionSource();
        await using var slow = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        slow.Sends.Before = _ => sending.Task;
        await slow.Bus.Publish(new PlaceOrder(NewId.NextGuid()));
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Consumed != null));

        await using var other = await Node.StartAsync(Store);
        // its delivery service has looked at the backlog when this has arrived
        await other.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid()));
                await shop.SaveChangesAsync();
            }
        );
        await other.Placed.NextAsync();
        await other.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid()));
                await shop.SaveChangesAsync();
            }
        );
        await other.Placed.NextAsync();

        sending.SetResult();
        await slow.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
        Assert.That(other.Placed.Waiting, Is.Zero);
    }

    [Test]
    public async Task What_a_scope_saved_is_sent_by_the_next_process_with_the_same_id()
    {
        await using (var dying = await Node.StartAsync(Store, new NodeSettings { Delivers = false }))
        {
            await dying.InScopeAsync(
                async (shop, publisher) =>
                {
                    await publisher.Publish(new OrderPlaced(NewId.NextGuid()));
                    await shop.SaveChangesAsync();
                }
            );
        }

        var left = await Store.ReadAsync(shop => shop.Outgoing.Select(message => message.MessageId).SingleAsync());

        await using var next = await Node.StartAsync(Store);

        Assert.That((await next.Placed.NextAsync()).MessageId, Is.EqualTo(left));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
    }

    [Test]
    public async Task What_a_dead_delivery_service_had_claimed_is_sent_once_its_lease_is_over()
    {
        var dead = new TaskCompletionSource();
        await using var dying = await Node.StartAsync(Store);
        dying.Sends.Before = _ => dead.Task;
        await dying.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid()));
                await shop.SaveChangesAsync();
            }
        );
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.LockId != Guid.Empty));

        await using var next = await Node.StartAsync(Store, new NodeSettings { ClockAhead = Later });

        await next.Placed.NextAsync();
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
        dead.SetException(new InvalidOperationException("dead"));
    }
}
