using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Requests;

/// <summary>Answers in the outbox, together with a change.</summary>
sealed class PriceConsumer(ShopDbContext shop) : IConsumer<AskPrice>
{
    public const int Amount = 42;

    public async Task Consume(ConsumeContext<AskPrice> context)
    {
        shop.Add(new Order { Id = context.Message.OrderId });
        await context.RespondAsync(new Price(context.Message.OrderId, Amount));
        await shop.SaveChangesAsync(context.CancellationToken);
        if (context.Message.IsRefused)
            throw new InvalidOperationException("not for sale");
    }
}
