using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Inbox;

sealed class When_the_duplicate_detection_window_has_passed(DatabaseKind kind) : ProviderScenario(kind)
{
    /// <summary>More than one delete takes.</summary>
    const int Old = 250;

    [Test]
    public async Task Delivered_messages_are_forgotten_and_others_are_kept()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using (var shop = Store.Open())
        {
            shop.AddRange(Enumerable.Range(0, Old).Select(_ => Row(now.AddHours(-1))));
            shop.Add(Row(now));
            shop.Add(Row(delivered: null));
            await shop.SaveChangesAsync();
        }

        await using var node = await Node.StartAsync(Store);

        await Store.UntilAsync(async shop => await shop.Inbox.CountAsync() == 2);
        Assert.That(
            await Store.ReadAsync(shop => shop.Inbox.CountAsync(state => state.Delivered == null)),
            Is.EqualTo(1)
        );

        InboxState Row(DateTime? delivered) =>
            new()
            {
                MessageId = NewId.NextGuid(),
                ConsumerId = NewId.NextGuid(),
                Received = now,
                Delivered = delivered,
            };
    }
}
