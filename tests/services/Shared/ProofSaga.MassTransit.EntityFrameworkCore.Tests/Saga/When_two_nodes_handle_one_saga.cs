using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Saga;

sealed class When_two_nodes_handle_one_saga(DatabaseKind kind) : SagaScenario(kind)
{
    const int MessagesPerNode = 6;

    [Test]
    public async Task Every_event_is_applied_to_one_row(
        [Values] ConcurrencyMode mode,
        [Values] bool withOutbox,
        [Values] bool insertsOnInitial
    )
    {
        await using var one = await StartAsync(mode, withOutbox, insertsOnInitial);
        await using var other = await StartAsync(mode, withOutbox, insertsOnInitial);
        var correlationId = NewId.NextGuid();

        await Task.WhenAll(
            Enumerable
                .Range(0, MessagesPerNode)
                .SelectMany(_ => new[] { one, other })
                .Select(node => node.Bus.Publish(new CountUp(correlationId)))
        );

        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == 2 * MessagesPerNode));
        Assert.That(await Store.ReadAsync(shop => shop.Counters.CountAsync()), Is.EqualTo(1));
    }
}
