using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

/// <summary>A scenario with the durable scheduler. Nodes poll once an hour, so that only knowing when the next message is due brings it out in time.</summary>
abstract class SchedulingScenario(DatabaseKind kind) : ProviderScenario(kind)
{
    /// <summary>How late a message may be.</summary>
    protected static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    protected static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    protected Task<Node> StartAsync(NodeSettings? settings = null)
    {
        settings ??= new NodeSettings();
        return Node.StartAsync(
            Store,
            settings with
            {
                Register = bus =>
                {
                    bus.AddEntityFrameworkMessageScheduler<ShopDbContext>();
                    bus.AddConsumer<AnnounceLaterConsumer>();
                    bus.AddConsumer<CancelAnnouncementConsumer>();
                    settings.Register(bus);
                },
            }
        );
    }

    /// <summary>Schedules as a web request would: in a scope, with its DbContext.</summary>
    protected static async Task<T> InScopeAsync<T>(Node node, Func<ShopDbContext, IMessageScheduler, Task<T>> work)
    {
        await using var scope = node.Services.CreateAsyncScope();
        return await work(
            scope.ServiceProvider.GetRequiredService<ShopDbContext>(),
            scope.ServiceProvider.GetRequiredService<IMessageScheduler>()
        );
    }

    /// <summary>Publishes from a flow of its own: MassTransit leaves the node's log context in the flow, where the next node would find it disposed.</summary>
    protected static async Task PublishAsync(Node node, object message) => await node.Bus.Publish(message);

    /// <summary>Schedules an announcement and saves it.</summary>
    protected static Task<ScheduledMessage<OrderPlaced>> ScheduleAsync(Node node, DateTime dueTime, int number = 0) =>
        InScopeAsync(
            node,
            async (shop, scheduler) =>
            {
                var scheduled = await scheduler.SchedulePublish(dueTime, new OrderPlaced(NewId.NextGuid(), number));
                await shop.SaveChangesAsync();
                return scheduled;
            }
        );

    /// <summary>Cancels and saves.</summary>
    protected static Task CancelAsync(Node node, Guid tokenId) =>
        InScopeAsync(
            node,
            async (shop, scheduler) =>
            {
                await scheduler.CancelScheduledPublish<OrderPlaced>(tokenId);
                return await shop.SaveChangesAsync();
            }
        );

    /// <summary>How many messages wait, and how many outboxes; these are equal when each has its own.</summary>
    protected Task<(int Messages, int Outboxes)> CountWaitingAsync() =>
        Store.ReadAsync(async shop => (await shop.Outgoing.CountAsync(), await shop.Outboxes.CountAsync()));
}
