using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

/// <summary>Publishes number 1 when it is due and number 2 at once.</summary>
sealed class AnnounceLaterConsumer : IConsumer<AnnounceLater>
{
    public async Task Consume(ConsumeContext<AnnounceLater> context)
    {
        var (orderId, dueTime, thenFail) = context.Message;
        await context.SchedulePublish(dueTime, new OrderPlaced(orderId, 1));
        await context.Publish(new OrderPlaced(orderId, 2));
        if (thenFail)
            throw new InvalidOperationException("no stock");
    }
}
