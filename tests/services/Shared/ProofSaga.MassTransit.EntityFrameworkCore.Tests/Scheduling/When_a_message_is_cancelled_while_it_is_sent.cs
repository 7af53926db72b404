using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_a_message_is_cancelled_while_it_is_sent(DatabaseKind kind) : SchedulingScenario(kind)
{
    [Test]
    public async Task It_goes_out_and_the_cancellation_does_nothing()
    {
        await using var node = await StartAsync();
        var sending = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        node.Sends.Before = _ =>
        {
            sending.TrySetResult();
            return cancelled.Task;
        };
        var scheduled = await ScheduleAsync(node, Now);
        await sending.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await CancelAsync(node, scheduled.TokenId);
        cancelled.SetResult();

        await node.Placed.NextAsync();
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
        Assert.That(node.Log.Warnings, Is.Empty);
    }
}
