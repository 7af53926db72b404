using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_two_nodes_share_a_backlog(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Outboxes = 250;
    const int MessagesInEach = 2;

    [Test]
    public async Task Each_message_is_sent_once()
    {
        await using var writer = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        for (var number = 0; number < Outboxes; number++)
        {
            await writer.InScopeAsync(
                async (shop, publisher) =>
                {
                    for (var message = 0; message < MessagesInEach; message++)
                        await publisher.Publish(new OrderPlaced(NewId.NextGuid(), message));
                    await shop.SaveChangesAsync();
                }
            );
        }

        var nodes = await Task.WhenAll(Node.StartAsync(Store), Node.StartAsync(Store));

        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
        var sent = nodes.SelectMany(node => node.Sends.MessageIds).ToList();
        foreach (var node in nodes)
            await node.DisposeAsync();
        Assert.That(sent, Is.Unique.And.Count.EqualTo(Outboxes * MessagesInEach));
    }
}
