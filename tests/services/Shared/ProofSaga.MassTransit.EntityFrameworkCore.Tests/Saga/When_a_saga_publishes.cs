using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Saga;

sealed class When_a_saga_publishes(DatabaseKind kind) : SagaScenario(kind)
{
    [Test]
    public async Task State_inbox_mark_and_message_are_committed_in_one_transaction([Values] ConcurrencyMode mode)
    {
        await using var node = await StartAsync(mode, withOutbox: true);
        var sending = new TaskCompletionSource();
        var seen = new TaskCompletionSource();
        node.Sends.Before = _ =>
        {
            sending.TrySetResult();
            return seen.Task;
        };
        var correlationId = NewId.NextGuid();

        await node.Bus.Publish(new CountUp(correlationId));

        // the first thing that anyone sees of it is all of it
        await sending.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var inbox = await Store.ReadAsync(shop => shop.Inbox.SingleAsync());
        var outgoing = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        var counter = await Store.ReadAsync(shop => shop.Counters.SingleAsync());
        seen.SetResult();
        Assert.Multiple(() =>
        {
            Assert.That(counter.Count, Is.EqualTo(1));
            Assert.That(inbox.Consumed, Is.Not.Null);
            Assert.That(inbox.Delivered, Is.Null);
            Assert.That(outgoing.InboxMessageId, Is.EqualTo(inbox.MessageId));
            Assert.That(outgoing.InboxConsumerId, Is.EqualTo(inbox.ConsumerId));
            Assert.That(outgoing.InitiatorId, Is.EqualTo(correlationId));
        });
    }
}
