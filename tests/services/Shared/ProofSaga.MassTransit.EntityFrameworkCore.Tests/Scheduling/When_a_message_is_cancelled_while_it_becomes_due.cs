using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

/// <summary>On Postgres: SQLite has one writer, so that nothing is sent while the cancelling transaction is open.</summary>
[TestFixture]
sealed class When_a_message_is_cancelled_while_it_becomes_due() : SchedulingScenario(DatabaseKind.Postgres)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task From_the_call_on_nobody_sends_it_though_the_consumer_commits_after_its_time()
    {
        var gate = new Gate();
        await using var node = await StartAsync(
            new NodeSettings
            {
                Register = bus =>
                {
                    bus.AddSingleton(gate);
                    bus.AddConsumer<SlowCancelConsumer>();
                },
            }
        );
        var scheduled = await ScheduleAsync(node, Now + Hour, number: 1);
        await ScheduleAsync(node, Now + Hour, number: 2);
        try
        {
            await PublishAsync(node, new CountUp(scheduled.TokenId));
            await gate.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));

            // both are due there, and the cancelling transaction is still open
            await using var later = await StartAsync(new NodeSettings { ClockAhead = 2 * Hour });
            Assert.That((await later.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
            await Store.UntilAsync(async shop => await shop.Outgoing.CountAsync() == 1);
            gate.MayCommit.SetResult();

            await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
            Assert.That(later.Placed.Waiting, Is.Zero);
        }
        finally
        {
            gate.MayCommit.TrySetResult();
        }
    }

    sealed class Gate
    {
        public TaskCompletionSource Cancelled { get; } = new();

        public TaskCompletionSource MayCommit { get; } = new();
    }

    /// <summary>Cancels the message with this token, and takes its time.</summary>
    sealed class SlowCancelConsumer(Gate gate, IMessageScheduler scheduler) : IConsumer<CountUp>
    {
        public async Task Consume(ConsumeContext<CountUp> context)
        {
            await scheduler.CancelScheduledPublish<OrderPlaced>(context.Message.CorrelationId);
            gate.Cancelled.TrySetResult();
            await gate.MayCommit.Task;
        }
    }
}
