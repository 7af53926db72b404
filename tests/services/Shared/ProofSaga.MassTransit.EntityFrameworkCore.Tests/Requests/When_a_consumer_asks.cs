using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Requests;

/// <summary>
/// Publish, SaveChanges and GetResponse inside one consumer, MassTransit's issue 6188: there the request waits in the outbox for a commit that waits for the
/// answer.
/// </summary>
sealed class When_a_consumer_asks(DatabaseKind database, bool rabbitMq) : RequestScenario(database, rabbitMq)
{
    [Test]
    public async Task It_is_answered_inside_its_transaction_and_its_messages_go_out_afterwards()
    {
        var orderId = NewId.NextGuid();

        await Node.Bus.Publish(new PlaceOrder(orderId));

        var placed = await Placed.NextAsync(2);
        Assert.That(placed.Select(p => p.Message.Number), Is.EquivalentTo(new[] { 0, PriceConsumer.Amount }));
        Assert.That(await Store.ReadAsync(shop => shop.Orders.AnyAsync(order => order.Id == orderId)), Is.True);
    }

    protected override void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<AskingConsumer>();
        bus.AddConsumer<QuoteConsumer>();
        bus.AddRequestClient<AskPrice>(RequestTimeout.After(s: 20));
    }
}
