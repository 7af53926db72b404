using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Saga;

sealed class When_an_outbox_saves_a_saga(DatabaseKind kind) : SagaScenario(kind)
{
    [Test]
    public async Task Saga_inbox_mark_and_messages_go_with_one_SaveChanges([Values] ConcurrencyMode mode)
    {
        var saves = new Saves();
        await using var node = await StartAsync(mode, withOutbox: true, saves: saves);
        var correlationId = NewId.NextGuid();

        await node.Bus.Publish(new CountUp(correlationId));
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        var whenAdded = saves.Count;
        await node.Bus.Publish(new CountUp(correlationId));
        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == 2));

        Assert.That((whenAdded, saves.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task A_saga_that_comes_second_when_it_is_saved_is_retried_and_applied_once(
        [Values] ConcurrencyMode mode
    )
    {
        var saves = new Saves { FailuresToCome = 1 };
        var observer = new ConsumeOutcomes();
        await using var node = await StartAsync(mode, withOutbox: true, saves: saves, observer: observer);
        var correlationId = NewId.NextGuid();

        await node.Bus.Publish(new CountUp(correlationId));

        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        await observer.FirstAsync();
        var counter = await Store.ReadAsync(shop => shop.Counters.SingleAsync());
        Assert.Multiple(() =>
        {
            Assert.That(counter.Count, Is.EqualTo(1));
            Assert.That((observer.Consumed, observer.Faulted), Is.EqualTo((1, 0)));
            Assert.That(node.Sends.MessageIds, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_saga_that_cannot_be_saved_at_all_is_unchanged_and_faults_once([Values] ConcurrencyMode mode)
    {
        var saves = new Saves { FailuresToCome = int.MaxValue };
        var observer = new ConsumeOutcomes();
        await using var node = await StartAsync(mode, withOutbox: true, saves: saves, observer: observer);

        await node.Bus.Publish(new CountUp(NewId.NextGuid()));

        await observer.FirstAsync();
        await node.StopAsync();
        Assert.Multiple(async () =>
        {
            Assert.That((observer.Consumed, observer.Faulted), Is.EqualTo((0, 1)));
            Assert.That(await Store.ReadAsync(shop => shop.Counters.CountAsync()), Is.Zero);
            Assert.That(await Store.ReadAsync(shop => shop.Inbox.CountAsync()), Is.Zero);
            Assert.That(await Store.ReadAsync(shop => shop.Outgoing.CountAsync()), Is.Zero);
        });
    }
}
