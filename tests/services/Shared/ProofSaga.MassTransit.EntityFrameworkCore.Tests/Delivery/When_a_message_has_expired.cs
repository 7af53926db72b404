using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_a_message_has_expired(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task It_is_deleted_and_not_sent()
    {
        await using (var first = await Node.StartAsync(Store, new NodeSettings { Delivers = false }))
        {
            await first.InScopeAsync(
                async (shop, publisher) =>
                {
                    await publisher.Publish(
                        new OrderPlaced(NewId.NextGuid()),
                        context => context.TimeToLive = TimeSpan.FromMinutes(1)
                    );
                    await shop.SaveChangesAsync();
                }
            );
        }

        await using var later = await Node.StartAsync(Store, new NodeSettings { ClockAhead = TimeSpan.FromHours(1) });

        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
        Assert.That(later.Sends.MessageIds, Is.Empty);
    }
}
