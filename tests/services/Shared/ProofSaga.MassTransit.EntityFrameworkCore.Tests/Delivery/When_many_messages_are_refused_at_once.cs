using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_many_messages_are_refused_at_once(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Outboxes = 100;

    [Test]
    public async Task The_log_says_so_in_a_few_lines()
    {
        await using var node = await Node.StartAsync(Store);
        node.Sends.Before = _ => throw new InvalidOperationException("nobody takes it");

        for (var number = 0; number < Outboxes; number++)
            await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), number));

        await Store.UntilAsync(shop => shop.Outboxes.AllAsync(outbox => outbox.DeliveryAttempts >= 2));
        Assert.That(node.Log.CountOf(4001), Is.InRange(1, 4));
    }
}
