using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_a_saga_schedules_a_timeout(DatabaseKind kind) : SchedulingScenario(kind)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    readonly Guid reservation = NewId.NextGuid();
    Inbound<ReservationEnded> ended = null!;

    [SetUp]
    public void ForgetWhatEnded() => ended = new Inbound<ReservationEnded>();

    [Test]
    public async Task It_fires_within_a_second_of_its_time()
    {
        await using var node = await StartAsync();
        var reserved = Now;
        var deadline = TimeSpan.FromSeconds(3);

        await node.Bus.Publish(new Reserve(reservation, deadline));
        await Store.UntilAsync(shop => shop.Reservations.AnyAsync(saga => saga.DeadlineTokenId != null));
        var dueTime = (await Store.ReadAsync(shop => shop.Outgoing.SingleAsync())).EnqueueTime.GetValueOrDefault();

        Assert.That((await ended.NextAsync()).Message.How, Is.EqualTo("too late"));
        Assert.That(dueTime, Is.InRange(reserved + deadline, reserved + deadline + (2 * Tolerance)));
        Assert.That(Now, Is.InRange(dueTime, dueTime + Tolerance));
        await NothingIsLeftAsync();
    }

    [Test]
    public async Task It_does_not_fire_once_it_is_unscheduled()
    {
        await using (var node = await StartAsync())
        {
            await ReserveAsync(node, Hour);
            await PublishAsync(node, new Pay(reservation));
            Assert.That((await ended.NextAsync()).Message.How, Is.EqualTo("paid"));
        }

        Assert.That(await Store.ReadAsync(shop => shop.Outboxes.CountAsync()), Is.Zero);
        Assert.That(
            await Store.ReadAsync(shop => shop.Reservations.SingleAsync()),
            Has.Property("DeadlineTokenId").Null
        );
    }

    [Test]
    public async Task It_fires_once_at_the_new_time_when_it_is_scheduled_again()
    {
        await using (var node = await StartAsync())
        {
            var first = await ReserveAsync(node, Hour);
            await PublishAsync(node, new Extend(reservation, 3 * Hour));
            await Store.UntilAsync(shop => shop.Reservations.AnyAsync(saga => saga.DeadlineTokenId != first));
            Assert.That(await CountWaitingAsync(), Is.EqualTo((1, 1)));
        }

        var message = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        Assert.That(message.EnqueueTime, Is.EqualTo(Now + (3 * Hour)).Within(TimeSpan.FromMinutes(1)));
        await using var later = await StartAsync(new NodeSettings { ClockAhead = 4 * Hour });
        Assert.That((await ended.NextAsync()).Message.How, Is.EqualTo("too late"));
        await NothingIsLeftAsync();
        Assert.That(ended.Waiting, Is.Zero);
    }

    [Test]
    public async Task It_fires_after_a_restart()
    {
        await using (var node = await StartAsync())
            await ReserveAsync(node, Hour);

        await using var later = await StartAsync(new NodeSettings { ClockAhead = 2 * Hour });

        Assert.That((await ended.NextAsync()).Message.How, Is.EqualTo("too late"));
    }

    [Test]
    public async Task It_fires_once_on_two_nodes()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();

        await ReserveAsync(first, TimeSpan.FromSeconds(2));

        await ended.NextAsync();
        await NothingIsLeftAsync();
        var sent = first.Sends.MessageIds.Concat(second.Sends.MessageIds).ToList();
        Assert.That(sent, Is.Unique.And.Count.EqualTo(2), "the deadline and the end");
        Assert.That(ended.Waiting, Is.Zero);
    }

    [Test]
    public async Task A_saga_that_fails_has_scheduled_nothing_and_cancelled_nothing()
    {
        var faults = new Inbound<Fault<Extend>>();
        await using var node = await StartAsync(
            new NodeSettings
            {
                Endpoints = memory => memory.ReceiveEndpoint("faults", endpoint => endpoint.Instance(faults)),
            }
        );
        var token = await ReserveAsync(node, Hour);

        await node.Bus.Publish(new Extend(reservation, 2 * Hour, ThenFail: true));

        await faults.NextAsync();
        Assert.That(await CountWaitingAsync(), Is.EqualTo((1, 1)));
        Assert.That((await Store.ReadAsync(shop => shop.Outboxes.SingleAsync())).OutboxId, Is.EqualTo(token));
    }

    Task<Node> StartAsync() => StartAsync(new NodeSettings());

    new Task<Node> StartAsync(NodeSettings settings) =>
        base.StartAsync(
            settings with
            {
                Register = bus =>
                {
                    bus.AddSagaStateMachine<ReservationStateMachine, Reservation>()
                        .EntityFrameworkRepository(repository =>
                        {
                            repository.ExistingDbContext<ShopDbContext>();
                            if (Store.IsPostgres)
                                repository.UsePostgres();
                            else
                                repository.UseSqlite();
                        });
                    settings.Register(bus);
                },
                Endpoints = memory =>
                {
                    memory.ReceiveEndpoint("ended", endpoint => endpoint.Instance(ended));
                    settings.Endpoints(memory);
                },
            }
        );

    /// <summary>Reserves, and returns the token of the deadline.</summary>
    async Task<Guid?> ReserveAsync(Node node, TimeSpan deadline)
    {
        await node.Bus.Publish(new Reserve(reservation, deadline));
        await Store.UntilAsync(shop => shop.Reservations.AnyAsync(saga => saga.DeadlineTokenId != null));
        return (await Store.ReadAsync(shop => shop.Reservations.SingleAsync())).DeadlineTokenId;
    }

    Task NothingIsLeftAsync() =>
        Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
}
