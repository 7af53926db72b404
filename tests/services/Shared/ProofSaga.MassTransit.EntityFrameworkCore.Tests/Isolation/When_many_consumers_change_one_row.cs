using System.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>Read, add one, write, with no lock: whatever the isolation lets through is a lost update.</summary>
sealed class When_many_consumers_change_one_row(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Messages = 24;

    [Test]
    public async Task Conflicts_are_repeated_until_all_are_applied(
        [Values(IsolationLevel.RepeatableRead, IsolationLevel.Serializable, IsolationLevel.Snapshot)]
            IsolationLevel isolation
    )
    {
        var correlationId = await StoreRowAsync();
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings
            {
                Register = bus =>
                {
                    bus.UseIsolation(Store, isolation);
                    bus.AddConsumer<AddOneConsumer>();
                },
            }
        );

        await Task.WhenAll(Enumerable.Range(0, Messages).Select(_ => node.Bus.Publish(new CountUp(correlationId))));

        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == Messages));
    }

    async Task<Guid> StoreRowAsync()
    {
        await using var shop = Store.Open();
        var row = new Counter { CorrelationId = NewId.NextGuid() };
        shop.Add(row);
        await shop.SaveChangesAsync();
        return row.CorrelationId;
    }

    sealed class AddOneConsumer(ShopDbContext shop) : IConsumer<CountUp>
    {
        public async Task Consume(ConsumeContext<CountUp> context)
        {
            var row = await shop.Counters.SingleAsync(
                counter => counter.CorrelationId == context.Message.CorrelationId,
                context.CancellationToken
            );
            row.Count++;
        }
    }
}
