using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>Counts how often it was told of each order.</summary>
sealed class CountPlacementConsumer(ShopDbContext shop) : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        object[] key = [context.Message.OrderId];
        var counter = await shop.Counters.FindAsync(key, context.CancellationToken);
        if (counter is null)
        {
            counter = new Counter { CorrelationId = context.Message.OrderId };
            shop.Add(counter);
        }

        counter.Count++;
        counter.Version++;
    }
}
