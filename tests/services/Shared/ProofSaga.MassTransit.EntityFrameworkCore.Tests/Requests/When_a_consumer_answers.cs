using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Requests;

sealed class When_a_consumer_answers(DatabaseKind database, bool rabbitMq) : RequestScenario(database, rabbitMq)
{
    [Test]
    public async Task The_answer_goes_out_when_its_changes_are_committed()
    {
        var orderId = NewId.NextGuid();
        await using var scope = Node.Services.CreateAsyncScope();
        var prices = scope.ServiceProvider.GetRequiredService<IRequestClient<AskPrice>>();

        var price = await prices.GetResponse<Price>(new AskPrice(orderId));

        Assert.That(price.Message, Is.EqualTo(new Price(orderId, PriceConsumer.Amount)));
        Assert.That(await Store.ReadAsync(shop => shop.Orders.AnyAsync(order => order.Id == orderId)), Is.True);
    }

    [Test]
    public async Task The_answer_of_one_that_failed_is_not_heard_but_its_fault_is()
    {
        await using var scope = Node.Services.CreateAsyncScope();
        var prices = scope.ServiceProvider.GetRequiredService<IRequestClient<AskPrice>>();

        var fault = Assert.ThrowsAsync<RequestFaultException>(() =>
            prices.GetResponse<Price>(new AskPrice(NewId.NextGuid(), IsRefused: true))
        );

        Assert.That(fault!.Fault!.Exceptions.Single().Message, Is.EqualTo("not for sale"));
        Assert.That(await Store.ReadAsync(shop => shop.Orders.AnyAsync()), Is.False);
        Assert.That(await Store.ReadAsync(shop => shop.Inbox.AnyAsync()), Is.False);
    }

    [Test]
    public async Task The_fault_of_one_that_nobody_waits_for_is_published()
    {
        var refused = new AskPrice(NewId.NextGuid(), IsRefused: true);

        await Node.Bus.Publish(refused);

        Assert.That((await Faults.NextAsync()).Message.Message, Is.EqualTo(refused));
    }

    [Test]
    public async Task A_scope_that_has_published_and_saved_gets_it()
    {
        var orderId = NewId.NextGuid();
        await using var scope = Node.Services.CreateAsyncScope();
        var prices = scope.ServiceProvider.GetRequiredService<IRequestClient<AskPrice>>();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new OrderPlaced(orderId));
        await shop.SaveChangesAsync();

        var price = await prices.GetResponse<Price>(new AskPrice(orderId));

        Assert.That(price.Message.OrderId, Is.EqualTo(orderId));
        Assert.That((await Placed.NextAsync()).Message.OrderId, Is.EqualTo(orderId));
    }

    protected override void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<PriceConsumer>();
        bus.AddRequestClient<AskPrice>();
    }
}
