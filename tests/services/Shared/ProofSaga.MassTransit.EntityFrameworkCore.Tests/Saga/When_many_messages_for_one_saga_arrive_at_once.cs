using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Saga;

sealed class When_many_messages_for_one_saga_arrive_at_once(DatabaseKind kind) : SagaScenario(kind)
{
    const int Messages = 12;

    [Test]
    public async Task No_update_is_lost(
        [Values] ConcurrencyMode mode,
        [Values] bool withOutbox,
        [Values] bool insertsOnInitial
    )
    {
        await using var node = await StartAsync(mode, withOutbox, insertsOnInitial);
        var correlationId = NewId.NextGuid();

        await Task.WhenAll(Enumerable.Range(0, Messages).Select(_ => node.Bus.Publish(new CountUp(correlationId))));

        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == Messages));
        Assert.That(await Store.ReadAsync(shop => shop.Counters.CountAsync()), Is.EqualTo(1));
    }
}
