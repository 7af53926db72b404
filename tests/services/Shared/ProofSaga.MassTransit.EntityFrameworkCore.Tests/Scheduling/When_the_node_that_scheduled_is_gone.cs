using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_the_node_that_scheduled_is_gone(DatabaseKind kind) : SchedulingScenario(kind)
{
    [Test]
    public async Task Another_that_runs_sends_it_within_a_second_of_its_time()
    {
        await using var survivor = await StartAsync(new NodeSettings { QueryDelay = TimeSpan.FromMilliseconds(500) });
        DateTime dueTime;
        await using (var node = await StartAsync(new NodeSettings { Delivers = false }))
        {
            dueTime = Now + TimeSpan.FromSeconds(3);
            await ScheduleAsync(node, dueTime);
        }

        await survivor.Placed.NextAsync();

        Assert.That(Now, Is.InRange(dueTime, dueTime + Tolerance));
    }

    [Test]
    public async Task One_that_starts_later_sends_what_became_due_meanwhile_and_each_once()
    {
        const int Messages = 30;
        await using (var node = await StartAsync())
        {
            for (var number = 0; number < Messages; number++)
                await ScheduleAsync(node, Now + TimeSpan.FromHours(1) + TimeSpan.FromSeconds(number), number);
        }

        var settings = new NodeSettings { ClockAhead = TimeSpan.FromHours(2) };
        var nodes = await Task.WhenAll(StartAsync(settings), StartAsync(settings));

        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
        var sent = nodes.SelectMany(node => node.Sends.MessageIds).ToList();
        foreach (var node in nodes)
            await node.DisposeAsync();
        Assert.That(sent, Is.Unique.And.Count.EqualTo(Messages));
    }
}
