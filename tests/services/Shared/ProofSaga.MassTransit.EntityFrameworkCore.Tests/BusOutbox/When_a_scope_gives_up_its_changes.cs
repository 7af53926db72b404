using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.BusOutbox;

sealed class When_a_scope_gives_up_its_changes(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task What_it_published_without_saving_is_never_sent()
    {
        await using var node = await Node.StartAsync(Store);

        await node.InScopeAsync((_, publisher) => publisher.Publish(new OrderPlaced(NewId.NextGuid(), 1)));

        await AssertOnlyTheNextArrivesAsync(node);
    }

    [Test]
    public async Task What_it_published_in_a_transaction_that_was_rolled_back_is_never_sent()
    {
        await using var node = await Node.StartAsync(Store);

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await using (var transaction = await shop.Database.BeginTransactionAsync())
                {
                    await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 1));
                    await shop.SaveChangesAsync();
                    await transaction.RollbackAsync();
                }

                shop.ChangeTracker.Clear();
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 2));
                await shop.SaveChangesAsync();
            }
        );

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
        Assert.That(node.Placed.Waiting, Is.Zero);
    }

    [Test]
    public async Task What_it_published_with_a_change_that_the_database_refused_is_never_sent()
    {
        await using var node = await Node.StartAsync(Store);
        var order = new Order { Id = NewId.NextGuid() };
        await using (var context = Store.Open())
        {
            context.Add(order);
            await context.SaveChangesAsync();
        }

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                shop.Add(new Order { Id = order.Id });
                await publisher.Publish(new OrderPlaced(order.Id, 1));
                Assert.That(async () => await shop.SaveChangesAsync(), Throws.InstanceOf<DbUpdateException>());
            }
        );

        await AssertOnlyTheNextArrivesAsync(node);
    }

    static async Task AssertOnlyTheNextArrivesAsync(Node node)
    {
        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid(), 2));
                await shop.SaveChangesAsync();
            }
        );
        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        Assert.That(node.Placed.Waiting, Is.Zero);
    }
}
