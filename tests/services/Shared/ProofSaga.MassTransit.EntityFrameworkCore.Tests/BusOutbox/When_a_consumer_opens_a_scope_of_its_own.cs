using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.BusOutbox;

/// <summary>How a slow worker stores its result: no endpoint outbox, no transaction while it works, a short one at the end.</summary>
sealed class When_a_consumer_opens_a_scope_of_its_own(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task What_it_publishes_there_is_sent_with_that_scopes_commit()
    {
        await using var node = await StartAsync(delivers: true);
        var orderId = NewId.NextGuid();

        await node.Bus.Publish(new PlaceOrder(orderId));

        Assert.That((await node.Placed.NextAsync()).Message.OrderId, Is.EqualTo(orderId));
        Assert.Multiple(async () =>
        {
            Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.EqualTo(1));
            Assert.That(await Store.ReadAsync(shop => shop.Inbox.CountAsync()), Is.Zero);
            Assert.That(node.Sends.MessageIds, Has.Count.EqualTo(1), "sent by the delivery service, not directly");
        });
    }

    [Test]
    public async Task Its_message_is_stored_beside_its_change()
    {
        await using var node = await StartAsync(delivers: false);

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));

        await Store.UntilAsync(shop => shop.Orders.AnyAsync());
        var outgoing = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        Assert.Multiple(() =>
        {
            Assert.That(outgoing.OutboxId, Is.Not.Null);
            Assert.That(outgoing.InboxMessageId, Is.Null);
            Assert.That(node.Placed.Waiting, Is.Zero);
        });
    }

    Task<Node> StartAsync(bool delivers) =>
        Node.StartAsync(
            Store,
            new NodeSettings
            {
                Delivers = delivers,
                UsesOutboxOnEndpoints = false,
                Register = bus => bus.AddConsumer<Worker>(),
            }
        );

    sealed class Worker(IServiceScopeFactory scopes) : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            await using var scope = scopes.CreateAsyncScope();
            var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
            var publisher = scope.ServiceProvider.GetRequiredService<IPublishEndpoint>();
            shop.Add(new Order { Id = context.Message.OrderId });
            await publisher.Publish(new OrderPlaced(context.Message.OrderId), context.CancellationToken);
            await shop.SaveChangesAsync(context.CancellationToken);
        }
    }
}
