using MassTransit;

namespace ProofSaga.Provider.Tests.Requests;

/// <summary>Answers at once, without a database.</summary>
sealed class QuoteConsumer : IConsumer<AskPrice>
{
    /// <summary>Its endpoint.</summary>
    public const string Name = "Quote";

    public Task Consume(ConsumeContext<AskPrice> context) =>
        context.RespondAsync(new Price(context.Message.OrderId, PriceConsumer.Amount));
}
