using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Inbox;

/// <summary>Nothing stays for ever: what waits is sent, what cannot be sent any more is dropped, what is empty is closed.</summary>
sealed class When_rows_are_left_behind(DatabaseKind kind) : ProviderScenario(kind)
{
    static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    [Test]
    public async Task Messages_that_expired_while_their_outbox_was_held_back_are_dropped_and_others_stay()
    {
        var outboxId = NewId.NextGuid();
        await StoreAsync(
            new OutboxState
            {
                OutboxId = outboxId,
                Created = Now,
                DeliverAfter = Now.AddHours(1),
            },
            Message(outboxId, expirationTime: Now.AddMinutes(-1)),
            Message(outboxId, expirationTime: Now.AddHours(1)),
            Message(outboxId, expirationTime: null)
        );

        await using var node = await Node.StartAsync(Store);

        await node.Log.UntilAsync(4062);
        Assert.That(
            await Store.ReadAsync(shop =>
                shop.Outgoing.Select(m => m.ExpirationTime == null || m.ExpirationTime > Now).ToListAsync()
            ),
            Is.EqualTo(new[] { true, true })
        );
    }

    [Test]
    public async Task An_outbox_without_messages_is_removed()
    {
        await StoreAsync(new OutboxState { OutboxId = NewId.NextGuid(), Created = Now });

        await using var node = await Node.StartAsync(Store);

        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
    }

    [Test]
    public async Task A_consumed_message_without_messages_is_closed()
    {
        await StoreAsync(
            new InboxState
            {
                MessageId = NewId.NextGuid(),
                ConsumerId = NewId.NextGuid(),
                Received = Now,
                Consumed = Now,
            }
        );

        await using var node = await Node.StartAsync(Store);

        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Delivered != null));
    }

    [Test]
    public async Task A_row_that_the_official_package_left_before_its_consumer_succeeded_is_consumed()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        var messageId = NewId.NextGuid();
        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()), context => context.MessageId = messageId);
        await node.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        await Store.ReadAsync(shop =>
            shop.Inbox.ExecuteUpdateAsync(set =>
                set.SetProperty(state => state.Consumed, (DateTime?)null)
                    .SetProperty(state => state.Delivered, (DateTime?)null)
                    .SetProperty(state => state.ReceiveCount, 0)
            )
        );

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()), context => context.MessageId = messageId);

        await node.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AllAsync(state => state.Consumed != null && state.Delivered != null));
        Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(2));
    }

    static OutboxMessage Message(Guid outboxId, DateTime? expirationTime) =>
        new()
        {
            OutboxId = outboxId,
            MessageId = NewId.NextGuid(),
            SentTime = Now,
            ContentType = "application/vnd.masstransit+json",
            MessageType = "urn:message:ProofSaga.Provider.Tests.Support:OrderPlaced",
            Body = "{}",
            ExpirationTime = expirationTime,
        };

    async Task StoreAsync(params object[] rows)
    {
        await using var shop = Store.Open();
        shop.AddRange(rows);
        await shop.SaveChangesAsync();
    }
}
