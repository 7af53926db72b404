using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.BusOutbox;

sealed class When_a_scope_saves_its_changes(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task What_it_published_arrives_at_once_and_leaves_no_row()
    {
        await using var node = await Node.StartAsync(Store);
        var orderId = NewId.NextGuid();

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                shop.Add(new Order { Id = orderId });
                await publisher.Publish(new OrderPlaced(orderId));
                await shop.SaveChangesAsync();
            }
        );

        var placed = await node.Placed.NextAsync();
        Assert.That(placed.Message.OrderId, Is.EqualTo(orderId));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
    }

    [Test]
    public async Task What_it_published_before_an_explicit_commit_arrives_after_it()
    {
        await using var node = await Node.StartAsync(Store);
        var orderId = NewId.NextGuid();

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await using var transaction = await shop.Database.BeginTransactionAsync();
                await publisher.Publish(new OrderPlaced(orderId));
                await shop.SaveChangesAsync();
                await publisher.Publish(new OrderPlaced(orderId, 1));
                await shop.SaveChangesAsync();
                await transaction.CommitAsync();
            }
        );

        var placed = await node.Placed.NextAsync(2);
        Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(new[] { 0, 1 }));
    }
}
