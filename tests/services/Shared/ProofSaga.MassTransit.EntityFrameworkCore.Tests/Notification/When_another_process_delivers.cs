using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Notification;

/// <summary>Nothing here polls: the other process would look again after an hour.</summary>
sealed class When_another_process_delivers : PostgresScenario
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Test]
    public async Task What_a_scope_saves_is_sent_there_at_once()
    {
        await using var delivering = await Node.StartAsync(Store);
        await using var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        await Listeners.UntilAsync(Store, 1);

        var saved = TimeProvider.System.GetTimestamp();
        await saving.PublishAsync(new OrderPlaced(NewId.NextGuid(), 1), new OrderPlaced(NewId.NextGuid(), 2));

        var placed = await delivering.Placed.NextAsync(2);
        Assert.Multiple(() =>
        {
            Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(TimeProvider.System.GetElapsedTime(saved), Is.LessThan(Soon));
            Assert.That(saving.Sends.MessageIds, Is.Empty);
        });
    }

    [Test]
    public async Task A_delayed_message_is_sent_there_when_it_is_due()
    {
        await using var delivering = await Node.StartAsync(Store);
        await using var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        await Listeners.UntilAsync(Store, 1);
        var delay = TimeSpan.FromSeconds(2);

        var saved = TimeProvider.System.GetTimestamp();
        await saving.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid()), context => context.Delay = delay);
                await shop.SaveChangesAsync();
            }
        );

        await delivering.Placed.NextAsync();
        Assert.That(
            TimeProvider.System.GetElapsedTime(saved),
            Is.GreaterThanOrEqualTo(delay).And.LessThan(delay + Soon)
        );
    }

    [Test]
    public async Task What_a_process_leaves_when_it_stops_is_sent_by_another_at_once()
    {
        var stuck = new TaskCompletionSource();
        await using var staying = await Node.StartAsync(Store);
        await Listeners.UntilAsync(Store, 1);
        var leaving = await Node.StartAsync(Store);
        await Listeners.UntilAsync(Store, 2);
        leaving.Sends.Before = _ => stuck.Task;

        await leaving.PublishAsync(new OrderPlaced(NewId.NextGuid()));
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.DeliverAfter != null));
        await leaving.DisposeAsync();

        await staying.Placed.NextAsync();
        stuck.SetResult();
    }
}
