using MassTransit;
using MassTransit.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_a_scope_schedules(DatabaseKind kind) : SchedulingScenario(kind)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task It_goes_out_within_a_second_of_its_time()
    {
        await using var node = await StartAsync();
        var dueTime = Now + TimeSpan.FromSeconds(2);

        await ScheduleAsync(node, dueTime);

        await node.Placed.NextAsync();
        Assert.That(Now, Is.InRange(dueTime, dueTime + Tolerance));
    }

    [Test]
    public async Task It_is_part_of_the_DbContexts_next_SaveChanges()
    {
        await using var node = await StartAsync();

        await InScopeAsync(
            node,
            (_, scheduler) => scheduler.SchedulePublish(Now, new OrderPlaced(NewId.NextGuid(), 1))
        );
        var saved = await ScheduleAsync(node, Now, number: 2);

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        Assert.That(saved.TokenId, Is.Not.EqualTo(Guid.Empty));
        Assert.That(node.Placed.Waiting, Is.Zero);
    }

    [Test]
    public async Task What_another_scope_cancels_does_not_go_out()
    {
        await using var node = await StartAsync();
        var scheduled = await ScheduleAsync(node, Now + Hour);

        await InScopeAsync(
            node,
            async (_, scheduler) =>
            {
                await scheduler.CancelScheduledPublish<OrderPlaced>(scheduled.TokenId);
                return true;
            }
        );
        Assert.That(await CountWaitingAsync(), Is.EqualTo((1, 1)), "cancelled without SaveChanges");

        await CancelAsync(node, scheduled.TokenId);
        Assert.That(await CountWaitingAsync(), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task What_it_cancels_itself_is_never_stored([Values] bool savedBefore)
    {
        await using var node = await StartAsync();

        await InScopeAsync(
            node,
            async (shop, scheduler) =>
            {
                var scheduled = await scheduler.SchedulePublish(Now + Hour, new OrderPlaced(NewId.NextGuid()));
                if (savedBefore)
                    await shop.SaveChangesAsync();
                await scheduler.CancelScheduledPublish<OrderPlaced>(scheduled.TokenId);
                return await shop.SaveChangesAsync();
            }
        );

        Assert.That(await CountWaitingAsync(), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Cancelling_what_nobody_knows_does_nothing()
    {
        await using var node = await StartAsync();

        await CancelAsync(node, NewId.NextGuid());

        Assert.That(node.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task Cancelling_what_goes_out_before_the_save_does_nothing_and_saves_the_rest()
    {
        await using var node = await StartAsync();
        var scheduled = await ScheduleAsync(node, Now + Hour);
        var orderId = NewId.NextGuid();

        await InScopeAsync(
            node,
            async (shop, scheduler) =>
            {
                await scheduler.CancelScheduledPublish<OrderPlaced>(scheduled.TokenId);
                await using (await StartAsync(new NodeSettings { ClockAhead = 2 * Hour }))
                    await Store.UntilAsync(async elsewhere => !await elsewhere.Outboxes.AnyAsync());
                shop.Add(new Order { Id = orderId });
                return await shop.SaveChangesAsync();
            }
        );

        Assert.That(await Store.ReadAsync(shop => shop.Orders.AnyAsync(order => order.Id == orderId)), Is.True);
    }

    [Test]
    public async Task A_message_takes_the_place_of_the_one_with_the_same_token()
    {
        ScheduleTokenId.UseTokenId<ReservationEnded>(message => message.CorrelationId);
        await using var node = await StartAsync();
        var token = NewId.NextGuid();
        foreach (var how in new[] { "first", "second" })
        {
            await InScopeAsync(
                node,
                async (shop, scheduler) =>
                {
                    await scheduler.SchedulePublish(Now + Hour, new ReservationEnded(token, how));
                    return await shop.SaveChangesAsync();
                }
            );
        }

        var message = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        Assert.Multiple(() =>
        {
            Assert.That(message.OutboxId, Is.EqualTo(token));
            Assert.That(message.Body, Does.Contain("second"));
        });
        Assert.That(await CountWaitingAsync(), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task The_root_provider_has_no_scheduler_as_nobody_would_save()
    {
        await using var node = await StartAsync();

        Assert.That(
            () => node.Services.GetRequiredService<IMessageScheduler>(),
            Throws.InvalidOperationException.With.Message.Contains("CreateAsyncScope")
        );
    }

    [Test]
    public async Task Recurring_schedules_are_refused_with_a_reason()
    {
        await using var node = await StartAsync();
        await using var scope = node.Services.CreateAsyncScope();

        Assert.That(
            () => scope.ServiceProvider.GetRequiredService<IRecurringMessageScheduler>(),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("schedule the next from its consumer")
        );
    }
}
