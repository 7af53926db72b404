using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_a_message_is_delayed(DatabaseKind kind) : ProviderScenario(kind)
{
    static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    [Test]
    public async Task It_arrives_when_it_is_due_and_holds_back_no_other_of_its_transaction()
    {
        await using var node = await Node.StartAsync(Store);
        var published = TimeProvider.System.GetTimestamp();

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 1), context => context.Delay = Delay);
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 2));
                await shop.SaveChangesAsync();
            }
        );

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(1));
        Assert.That(
            TimeProvider.System.GetElapsedTime(published),
            Is.GreaterThanOrEqualTo(Delay).And.LessThan(Delay + TimeSpan.FromSeconds(5))
        );
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
    }

    [Test]
    public async Task It_survives_the_end_of_the_process()
    {
        await using (var first = await Node.StartAsync(Store))
        {
            await first.InScopeAsync(
                async (shop, publisher) =>
                {
                    await publisher.Publish(
                        new OrderPlaced(NewId.NextGuid()),
                        context => context.Delay = TimeSpan.FromHours(1)
                    );
                    await shop.SaveChangesAsync();
                }
            );
            await Store.UntilAsync(shop =>
                shop.Outboxes.AnyAsync(outbox => outbox.LockId == Guid.Empty && outbox.DeliverAfter != null)
            );
        }

        await using var later = await Node.StartAsync(Store, new NodeSettings { ClockAhead = TimeSpan.FromHours(2) });

        await later.Placed.NextAsync();
    }
}
