using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_the_database_is_away(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task Delivery_stays_up_and_goes_on_by_itself_when_it_is_back()
    {
        await ExecuteAsync("""ALTER TABLE "OutboxState" RENAME TO "Away" """);
        await using var node = await Node.StartAsync(Store);
        await node.Log.UntilAsync(4003);
        await ExecuteAsync("""ALTER TABLE "Away" RENAME TO "OutboxState" """);

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(NewId.NextGuid()));
                await shop.SaveChangesAsync();
            }
        );

        await node.Placed.NextAsync();
        await node.Log.UntilAsync(4004);
    }

    Task<int> ExecuteAsync(string statement) => Store.ReadAsync(shop => shop.Database.ExecuteSqlRawAsync(statement));
}
