using MassTransit;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>Stores an order and publishes what it was asked to.</summary>
sealed class PlaceOrderConsumer(ShopDbContext shop) : IConsumer<PlaceOrder>
{
    public async Task Consume(ConsumeContext<PlaceOrder> context)
    {
        shop.Add(new Order { Id = context.Message.OrderId });
        for (var number = 0; number < context.Message.Announcements; number++)
            await context.Publish(new OrderPlaced(context.Message.OrderId, number));
    }
}
