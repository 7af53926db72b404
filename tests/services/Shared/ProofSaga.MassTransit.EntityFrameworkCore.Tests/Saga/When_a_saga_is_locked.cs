using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Saga;

sealed class When_a_saga_is_locked(DatabaseKind kind) : SagaScenario(kind)
{
    const int Messages = 12;

    [Test]
    public async Task The_next_message_waits_and_none_has_to_be_retried([Values] bool withOutbox)
    {
        await using var node = await StartAsync(ConcurrencyMode.Pessimistic, withOutbox);
        var correlationId = NewId.NextGuid();
        await node.Bus.Publish(new CountUp(correlationId));
        await Store.UntilAsync(shop => shop.Counters.AnyAsync());

        await Task.WhenAll(Enumerable.Range(1, Messages).Select(_ => node.Bus.Publish(new CountUp(correlationId))));

        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == Messages + 1));
        Assert.That(node.Log.Warnings, Is.Empty);
    }
}
