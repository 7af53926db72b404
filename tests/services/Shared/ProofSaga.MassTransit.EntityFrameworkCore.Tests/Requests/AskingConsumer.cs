using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Requests;

/// <summary>Publishes, saves and asks somebody, all inside the outbox.</summary>
sealed class AskingConsumer(ShopDbContext shop, IRequestClient<AskPrice> prices) : IConsumer<PlaceOrder>
{
    public async Task Consume(ConsumeContext<PlaceOrder> context)
    {
        var orderId = context.Message.OrderId;
        shop.Add(new Order { Id = orderId });
        await context.Publish(new OrderPlaced(orderId), context.CancellationToken);
        await shop.SaveChangesAsync(context.CancellationToken);
        var price = await prices.GetResponse<Price>(new AskPrice(orderId), context.CancellationToken);
        await context.Publish(new OrderPlaced(orderId, price.Message.Amount), context.CancellationToken);
    }
}
