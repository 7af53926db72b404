using System.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>
/// No message retry but where a test says so: what is repeated, the provider repeats. On Postgres, as SQLite's transactions wait for each other instead of
/// failing (<see cref="When_another_process_writes"/>).
/// </summary>
sealed class When_a_transaction_is_rolled_back_by_the_database : PostgresScenario
{
    [Test]
    public async Task A_serialization_failure_is_repeated_and_observers_hear_of_one_success()
    {
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
            Assert.That(interference.Attempts, Is.AtLeast(3), "they cross once, and may cross again");
            Assert.That(observer.Faulted, Is.Zero);
        });
    }

    [Test]
    public async Task Meanwhile_another_message_of_the_same_endpoint_is_finished()
    {
        var interference = new Interference(Store.Open);
        var observer = new ConsumeOutcomes();
        await using var node = await StartAsync<AlwaysOvertakenConsumer>(
            IsolationLevel.RepeatableRead,
            interference,
            observer,
            endpoint =>
            {
                endpoint.ConcurrentMessageLimit = 2;
                // for as long as the other one takes
                endpoint.UseMessageRetry(retry => retry.Immediate(1000));
            }
        );
        var contended = await interference.StoreRowAsync();
        var free = await interference.StoreRowAsync();

        await node.Bus.Publish(new TouchContended(contended, free));
        await Eventually.HoldsAsync(() => interference.Attempts >= 3, "the first message conflicts again and again");
        await node.Bus.Publish(new TouchFree(free));

        await Store.UntilAsync(async shop => await shop.Inbox.CountAsync(state => state.Consumed != null) == 2);
        var counters = await Store.ReadAsync(shop =>
            shop.Counters.ToDictionaryAsync(counter => counter.CorrelationId, counter => counter.Count)
        );
        Assert.Multiple(() =>
        {
            Assert.That(counters[free], Is.EqualTo(1));
            Assert.That(
                counters[contended],
                Is.EqualTo((10 * (interference.Attempts - 1)) + 1),
                "10 by another transaction in each attempt that failed, 1 by the message"
            );
            Assert.That(observer.Faulted, Is.Zero);
        });
    }

    Task<Node> StartAsync<TConsumer>(
        IsolationLevel isolation,
        Interference interference,
        ConsumeOutcomes observer,
        Action<IReceiveEndpointConfigurator>? configureEndpoint = null
    )
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
                    bus.AddConfigureEndpointsCallback((_, _, endpoint) => configureEndpoint?.Invoke(endpoint));
                    bus.UseOutboxWithoutRetry();
                    bus.AddConsumer<TConsumer>();
                    bus.AddReceiveObserver(_ => observer);
                },
            }
        );

    public sealed record TouchBoth(Guid First, Guid Second);

    public sealed record TouchContended(Guid Row, Guid UntilTouched);

    public sealed record TouchFree(Guid Row);

    /// <summary>Between its read and its write, once, another transaction changes the row.</summary>
    sealed class OvertakenConsumer(ShopDbContext shop, Interference interference) : IConsumer<CountUp>
    {
        public async Task Consume(ConsumeContext<CountUp> context)
        {
            var row = await shop.Counters.SingleAsync(context.CancellationToken);
            if (interference.BeginAttempt() == 1)
                await interference.AddTenAsync(context.Message.CorrelationId);
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

    /// <summary>Between read and write of one row, another transaction changes it, until the other row has been changed by another message.</summary>
    sealed class AlwaysOvertakenConsumer(ShopDbContext shop, Interference interference)
        : IConsumer<TouchContended>,
            IConsumer<TouchFree>
    {
        public async Task Consume(ConsumeContext<TouchContended> context)
        {
            var (row, other) = (context.Message.Row, context.Message.UntilTouched);
            var contended = await shop.Counters.SingleAsync(
                counter => counter.CorrelationId == row,
                context.CancellationToken
            );
            interference.BeginAttempt();
            if (!await interference.IsTouchedAsync(other))
                await interference.AddTenAsync(row);
            contended.Count++;
        }

        public async Task Consume(ConsumeContext<TouchFree> context)
        {
            var free = await shop.Counters.SingleAsync(
                counter => counter.CorrelationId == context.Message.Row,
                context.CancellationToken
            );
            free.Count++;
        }
    }
}
