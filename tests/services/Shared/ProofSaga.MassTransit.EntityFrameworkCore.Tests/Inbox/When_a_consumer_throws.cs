using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Inbox;

sealed class When_a_consumer_throws(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task It_leaves_no_change_no_message_and_no_inbox_mark_but_a_fault()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<ThrowingConsumer>() }
        );

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));

        var fault = await node.Faults.NextAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(fault.Message.Exceptions.Single().Message, Is.EqualTo("out of stock"));
            Assert.That(await Store.ReadAsync(shop => shop.Orders.CountAsync()), Is.Zero);
            Assert.That(await Store.ReadAsync(shop => shop.Outgoing.CountAsync()), Is.Zero);
            Assert.That(await Store.ReadAsync(shop => shop.Inbox.CountAsync()), Is.Zero);
            Assert.That(node.Placed.Waiting, Is.Zero);
        });
    }

    [Test]
    public async Task A_retry_that_succeeds_has_the_effect_once()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<SecondTimeLuckyConsumer>() }
        );
        var orderId = NewId.NextGuid();

        await node.Bus.Publish(new PlaceOrder(orderId));

        await node.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        Assert.That(node.Placed.Waiting, Is.Zero);
    }

    /// <summary>Fails after everything was done and even saved.</summary>
    sealed class ThrowingConsumer(ShopDbContext shop) : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            shop.Add(new Order { Id = context.Message.OrderId });
            await context.Publish(new OrderPlaced(context.Message.OrderId));
            await shop.SaveChangesAsync(context.CancellationToken);
            throw new InvalidOperationException("out of stock");
        }
    }

    sealed class SecondTimeLuckyConsumer(ShopDbContext shop) : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            shop.Add(new Order { Id = context.Message.OrderId });
            await context.Publish(new OrderPlaced(context.Message.OrderId));
            await shop.SaveChangesAsync(context.CancellationToken);
            if (context.GetRetryAttempt() == 0)
                throw new InvalidOperationException("try again");
        }
    }
}
