using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_a_message_is_scheduled_for_a_time(DatabaseKind kind) : SchedulingScenario(kind)
{
    static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    [Test]
    public async Task It_goes_out_at_once_if_the_time_is_past([Values("scope", "consumer")] string by)
    {
        await using var node = await StartAsync();
        var past = Now - TimeSpan.FromDays(400);

        if (by == "scope")
            await ScheduleAsync(node, past, number: 1);
        else
            await node.Bus.Publish(new AnnounceLater(NewId.NextGuid(), past));

        ConsumeContext<OrderPlaced> placed;
        do placed = await node.Placed.NextAsync();
        while (placed.Message.Number != 1);
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
    }

    [Test]
    public async Task It_waits_for_years_and_holds_back_nobody()
    {
        await using var node = await StartAsync();
        var dueTime = Now.AddYears(50);

        await ScheduleAsync(node, dueTime, number: 1);
        await ScheduleAsync(node, DateTime.MaxValue, number: 2);
        await ScheduleAsync(node, Now, number: 3);

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(3));
        await Store.UntilAsync(async shop => await shop.Outboxes.CountAsync() == 2);
        var times = await Store.ReadAsync(shop => shop.Outgoing.Select(message => message.EnqueueTime).ToListAsync());
        Assert.That(times, Has.Exactly(1).EqualTo(dueTime).Within(Microsecond));
        Assert.That(node.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task A_local_time_is_converted_and_an_unspecified_one_is_UTC([Values] DateTimeKind timeKind)
    {
        await using var node = await StartAsync();
        var utc = new DateTime(2031, 7, 1, 12, 30, 15, DateTimeKind.Utc).AddTicks(1234560);
        var given = timeKind == DateTimeKind.Local ? utc.ToLocalTime() : DateTime.SpecifyKind(utc, timeKind);

        var scheduled = await ScheduleAsync(node, given);

        var outbox = await Store.ReadAsync(shop => shop.Outboxes.SingleAsync());
        var message = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        Assert.Multiple(() =>
        {
            Assert.That(scheduled.ScheduledTime, Is.EqualTo(utc));
            Assert.That(scheduled.ScheduledTime.Kind, Is.EqualTo(DateTimeKind.Utc));
            Assert.That(message.EnqueueTime, Is.EqualTo(utc));
            Assert.That(message.EnqueueTime.GetValueOrDefault().Kind, Is.EqualTo(DateTimeKind.Utc));
            Assert.That(outbox.DeliverAfter, Is.EqualTo(utc));
        });
    }
}
