using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

/// <summary>Cancels by the scheduler that the container injects, says so, and may fail then.</summary>
sealed class CancelAnnouncementConsumer(IMessageScheduler scheduler) : IConsumer<CancelAnnouncement>
{
    public async Task Consume(ConsumeContext<CancelAnnouncement> context)
    {
        await scheduler.CancelScheduledPublish<OrderPlaced>(context.Message.TokenId);
        await context.Publish(new OrderPlaced(context.Message.TokenId, 3));
        if (context.Message.ThenFail)
            throw new InvalidOperationException("no stock");
    }
}
