using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.SetAside;

sealed class When_many_are_set_aside(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Outboxes = 30;

    [Test]
    public async Task They_are_listed_page_by_page_and_replayed_once_however_many_ask_at_the_same_time()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { MaxDeliveryAttempts = 1, Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        node.Sends.Before = _ => throw new InvalidOperationException("nobody takes it");
        for (var number = 0; number < Outboxes; number++)
        {
            await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), number));
            await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));
        }

        await Store.UntilAsync(async shop =>
            await shop.Outboxes.CountAsync(outbox => outbox.SetAside != null) == Outboxes
            && await shop.Inbox.CountAsync(inbox => inbox.SetAside != null) == Outboxes
        );
        var pages = new List<long>();
        while (
            await node.Quarantine.ListAsync(limit: 7, after: pages.LastOrDefault()) is { Count: > 0 } page
            && page.Count <= 7
        )
            pages.AddRange(page.Select(message => message.SequenceNumber));
        node.Sends.Before = _ => Task.CompletedTask;

        var replayed = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => node.Quarantine.ReplayAsync(pages)))
        );

        await node.Placed.NextAsync(2 * Outboxes);
        Assert.Multiple(() =>
        {
            Assert.That(pages, Is.Ordered.Ascending.And.Unique.And.Count.EqualTo(2 * Outboxes));
            Assert.That(replayed.Sum(), Is.EqualTo(2 * Outboxes));
            Assert.That(node.Sends.MessageIds, Is.Unique);
        });
    }

    [Test]
    public async Task A_message_is_either_replayed_or_discarded()
    {
        await using var node = await Node.StartAsync(Store, new NodeSettings { MaxDeliveryAttempts = 1 });
        node.Sends.Before = _ => throw new InvalidOperationException("nobody takes it");
        for (var number = 0; number < Outboxes; number++)
            await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), number));
        await Store.UntilAsync(async shop =>
            await shop.Outboxes.CountAsync(outbox => outbox.SetAside != null) == Outboxes
        );
        var listed = (await node.Quarantine.ListAsync()).Select(message => message.SequenceNumber).ToList();
        node.Sends.Before = _ => Task.CompletedTask;

        var both = await Task.WhenAll(
            listed.SelectMany(number =>
                new[]
                {
                    Task.Run(() => node.Quarantine.ReplayAsync([number])),
                    Task.Run(() => node.Quarantine.DiscardAsync([number])),
                }
            )
        );

        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
        var replays = both.Where((_, position) => position % 2 == 0).Sum();
        Assert.Multiple(() =>
        {
            Assert.That(both.Sum(), Is.EqualTo(Outboxes));
            Assert.That(node.Sends.MessageIds, Has.Count.EqualTo(replays));
        });
    }
}
