using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>Stores an order and says so; the first one waits with its transaction open. A second order with the same id fails.</summary>
sealed class PausingPlaceOrderConsumer(ShopDbContext shop, Breakpoints breakpoints) : IConsumer<PlaceOrder>
{
    public async Task Consume(ConsumeContext<PlaceOrder> context)
    {
        shop.Add(new Order { Id = context.Message.OrderId });
        await shop.SaveChangesAsync(context.CancellationToken);
        await context.Publish(new OrderPlaced(context.Message.OrderId), context.CancellationToken);
        await breakpoints.Consuming.PassAsync();
    }
}
