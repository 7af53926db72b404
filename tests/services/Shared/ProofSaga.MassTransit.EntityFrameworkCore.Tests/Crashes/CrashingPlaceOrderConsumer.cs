using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Crashes;

/// <summary>Stores an order and tells of it twice. Its process may die when all of it is written and nothing committed.</summary>
sealed class CrashingPlaceOrderConsumer(ShopDbContext shop, SuddenDeath? death = null) : IConsumer<PlaceOrder>
{
    public const string Queue = "CrashingPlaceOrder";
    public const int Announcements = 2;

    public async Task Consume(ConsumeContext<PlaceOrder> context)
    {
        shop.Add(new Order { Id = context.Message.OrderId });
        for (var number = 0; number < Announcements; number++)
            await context.Publish(new OrderPlaced(context.Message.OrderId, number), context.CancellationToken);
        await shop.SaveChangesAsync(context.CancellationToken);
        death?.At(CrashPoint.BeforeCommit);
    }
}
