using System.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>No message retry anywhere: what is repeated, the provider repeats.</summary>
sealed class When_a_transaction_is_rolled_back_by_the_database(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task A_serialization_failure_is_repeated_and_observers_hear_of_one_success()
    {
        RequireRowLocks();
        var interference = new Interference(Store.Open);
        var observer = new ConsumeOutcomes();
        await using var node = await StartAsync<OvertakenConsumer>(
            IsolationLevel.RepeatableRead,
            interference,
            observer
        );
        var row = await interference.StoreRowAsync();

        await node.Bus.Publish(new CountUp(row));

        await node.Placed.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(state => state.Delivered != null));
        var counter = await Store.ReadAsync(shop => shop.Counters.SingleAsync());
        Assert.Multiple(() =>
        {
            Assert.That(interference.Attempts, Is.EqualTo(2));
            Assert.That(counter.Count, Is.EqualTo(11), "10 by another transaction, 1 by the message");
            Assert.That((observer.Consumed, observer.Faulted), Is.EqualTo((2, 0)), "the message and its event");
            Assert.That(node.Placed.Waiting, Is.Zero);
        });
    }

    [Test]
    public async Task A_deadlock_is_repeated_and_both_messages_are_applied()
    {
        RequireRowLocks();
        var interference = new Interference(Store.Open);
        var observer = new ConsumeOutcomes();
        await using var node = await StartAsync<CrossingConsumer>(IsolationLevel.ReadCommitted, interference, observer);
        var first = await interference.StoreRowAsync();
        var second = await interference.StoreRowAsync();

        await Task.WhenAll(
            node.Bus.Publish(new TouchBoth(first, second)),
            node.Bus.Publish(new TouchBoth(second, first))
        );

        await Store.UntilAsync(async shop => await shop.Counters.SumAsync(counter => counter.Count) == 4);
        await Store.UntilAsync(async shop => await shop.Inbox.CountAsync(state => state.Consumed != null) == 2);
        Assert.Multiple(() =>
        {
            Assert.That(interference.Attempts, Is.EqualTo(3));
            Assert.That(observer.Faulted, Is.Zero);
        });
    }

    void RequireRowLocks()
    {
        if (!Store.IsPostgres)
            Assert.Ignore("SQLite has one writer at a time: its transactions wait instead of failing.");
    }

    Task<Node> StartAsync<TConsumer>(IsolationLevel isolation, Interference interference, ConsumeOutcomes observer)
        where TConsumer : class, IConsumer =>
        Node.StartAsync(
            Store,
            new NodeSettings
            {
                UsesOutboxOnEndpoints = false,
                Register = bus =>
                {
                    bus.AddSingleton(interference);
                    bus.UseIsolation(Store, isolation);
                    bus.UseOutboxWithoutRetry();
                    bus.AddConsumer<TConsumer>();
                    bus.AddReceiveObserver(_ => observer);
                },
            }
        );

    public sealed record TouchBoth(Guid First, Guid Second);

    /// <summary>Between its read and its write, once, another transaction changes the row.</summary>
    sealed class OvertakenConsumer(ShopDbContext shop, Interference interference) : IConsumer<CountUp>
    {
        public async Task Consume(ConsumeContext<CountUp> context)
        {
            var row = await shop.Counters.SingleAsync(context.CancellationToken);
            if (interference.BeginAttempt() == 1)
                await interference.AddTenAsync();
            row.Count++;
            await context.Publish(new OrderPlaced(context.Message.CorrelationId));
        }
    }

    /// <summary>Each of two has locked one row, once, before it wants the other's.</summary>
    sealed class CrossingConsumer(ShopDbContext shop, Interference interference) : IConsumer<TouchBoth>
    {
        public async Task Consume(ConsumeContext<TouchBoth> context)
        {
            await TouchAsync(context.Message.First, context.CancellationToken);
            if (interference.BeginAttempt() <= 2)
                await interference.MeetAsync();
            await TouchAsync(context.Message.Second, context.CancellationToken);
        }

        async Task TouchAsync(Guid row, CancellationToken cancellationToken) =>
            await shop
                .Counters.Where(counter => counter.CorrelationId == row)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(counter => counter.Count, counter => counter.Count + 1),
                    cancellationToken
                );
    }
}
