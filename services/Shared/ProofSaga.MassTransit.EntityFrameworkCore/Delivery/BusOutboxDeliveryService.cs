using System.Collections.Concurrent;
using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Sends what committed transactions left to be sent: the bus outboxes, and what consumers of a process that died could not send any more.
/// Any number of processes may run it on one database.
/// </summary>
public sealed class BusOutboxDeliveryService<TDbContext> : BackgroundService
    where TDbContext : DbContext
{
    /// <summary>Outboxes sent side by side; within one, messages keep their order.</summary>
    const int ParallelOutboxes = 16;

    /// <summary>How long to leave alone what is due but in somebody else's hands, and how often to ask whether the bus is up.</summary>
    static readonly TimeSpan ShortRest = TimeSpan.FromSeconds(1);

    readonly IBusControl bus;
    readonly IServiceScopeFactory scopes;
    readonly EntityFrameworkOutboxOptions<TDbContext> options;
    readonly OutboxDeliverySignal<TDbContext> signal;
    readonly OutboxListener<TDbContext> listener;
    readonly OutboxAnnouncer<TDbContext> announcer;
    readonly OutboxSender<TDbContext> sender;
    readonly BusOutboxBacklog<TDbContext> busOutboxes;
    readonly InboxBacklog<TDbContext> inbox;
    readonly TimeProvider time;
    readonly ILogger<BusOutboxDeliveryService<TDbContext>> logger;

    public BusOutboxDeliveryService(IServiceProvider provider, ILogger<BusOutboxDeliveryService<TDbContext>> logger)
    {
        this.logger = logger;
        bus = provider.GetRequiredService<OutboxBus<TDbContext>>().ControlIn(provider);
        scopes = provider.GetRequiredService<IServiceScopeFactory>();
        options = provider.GetRequiredService<EntityFrameworkOutboxOptions<TDbContext>>();
        signal = provider.GetRequiredService<OutboxDeliverySignal<TDbContext>>();
        listener = provider.GetRequiredService<OutboxListener<TDbContext>>();
        announcer = provider.GetRequiredService<OutboxAnnouncer<TDbContext>>();
        sender = provider.GetRequiredService<OutboxSender<TDbContext>>();
        busOutboxes = provider.GetRequiredService<BusOutboxBacklog<TDbContext>>();
        inbox = provider.GetRequiredService<InboxBacklog<TDbContext>>();
        time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = listener.RunAsync(stoppingToken);
        using var done = new CancellationTokenSource();
        var announcing = announcer.RunAsync(done.Token);
        await DeliverUntilStoppedAsync(stoppingToken);

        // what this process leaves, the others may take at once
        announcer.Announce();
        await done.CancelAsync();
        await Task.WhenAll(listening, announcing);
    }

    async Task DeliverUntilStoppedAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WaitForBusAsync(stoppingToken);
                var (inSight, round) = await DeliverAsync(stoppingToken);
                if (round.IsInVain)
                {
                    // the outboxes that were tried wait by themselves; this is so that others are not tried at full speed
                    await Task.Delay(ShortRest, time, stoppingToken);
                    continue;
                }

                if (failures > 0)
                    logger.DeliveryResumed(typeof(TDbContext).Name, failures);
                failures = 0;
                if (round.Outboxes == 0)
                    await signal.WaitAsync(RestAfter(inSight), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                var delay = DeliveryBackOff.After(++failures);
                logger.DeliveryInterrupted(failure, typeof(TDbContext).Name, failures, delay);
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Meanwhile tells other processes of what is committed here: their bus may be up.</summary>
    async Task WaitForBusAsync(CancellationToken stoppingToken)
    {
        if (bus.CheckHealth().Status == BusHealthStatus.Healthy)
            return;

        logger.WaitsForBus(typeof(TDbContext).Name);
        while (bus.CheckHealth().Status != BusHealthStatus.Healthy)
        {
            if (signal.TakeRaisedHere())
                announcer.Announce();
            await signal.WaitAsync(ShortRest, time, stoppingToken);
        }

        logger.BusIsUp(typeof(TDbContext).Name);
    }

    TimeSpan RestAfter(BacklogsInSight inSight)
    {
        var rest = options.QueryDelay;
        // due, but claimed by somebody else in this very moment
        if (inSight.BusOutboxesDue || inSight.InboxDue)
            rest = Shorter(rest, ShortRest);
        if (inSight.NextDue - time.GetUtcNow().UtcDateTime is { } untilNext)
            rest = Shorter(rest, untilNext);
        return rest;

        static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    /// <summary>One round over all backlogs: one query if nothing is due.</summary>
    async Task<(BacklogsInSight InSight, DeliveryRound Round)> DeliverAsync(CancellationToken cancellationToken)
    {
        var inSight = await LookAsync(cancellationToken);
        var round = new DeliveryRound();
        if (inSight.BusOutboxesDue)
            round += await DrainAsync(busOutboxes, cancellationToken);
        if (inSight.InboxDue)
            round += await DrainAsync(inbox, cancellationToken);
        return (inSight, round);
    }

    async Task<BacklogsInSight> LookAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(options.QueryTimeout);
        return await BacklogGlance.LookAsync(context, time.GetUtcNow().UtcDateTime, cancellationToken);
    }

    /// <summary>Rounds over one backlog, side by side while it is long: then the others are told as well.</summary>
    async Task<DeliveryRound> DrainAsync<TKey>(
        OutboxBacklog<TDbContext, TKey> backlog,
        CancellationToken cancellationToken
    )
        where TKey : notnull
    {
        var rounds = await ParallelRounds.RunAsync(
            async token =>
            {
                var round = await DeliverAsync(backlog, token);
                if (round.IsFull)
                    announcer.Announce();
                return round;
            },
            round => round is { IsFull: true, MissedBroker: false },
            cancellationToken
        );
        return rounds.Aggregate((first, second) => first + second);
    }

    async Task<DeliveryRound> DeliverAsync<TKey>(
        OutboxBacklog<TDbContext, TKey> backlog,
        CancellationToken cancellationToken
    )
        where TKey : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(options.QueryTimeout);

        var now = time.GetUtcNow().UtcDateTime;
        var lease = DeliveryLease.Take(now, options.MessageDeliveryTimeout);
        var waiting = await backlog.ClaimAsync(context, lease, now, cancellationToken);
        if (waiting.Count == 0)
            return default;

        var outcomes = new ConcurrentBag<DeliveryOutcome<TKey>>();
        await Parallel.ForEachAsync(
            waiting,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelOutboxes },
            async (outbox, _) => outcomes.Add(await sender.SendAsync(outbox, lease, bus, cancellationToken))
        );

        // what was sent must be recorded, also when the host is stopping: the command timeout bounds it
        await backlog.SettleAsync(context, lease, outcomes, time.GetUtcNow().UtcDateTime, CancellationToken.None);
        var sent = outcomes.Sum(outcome => outcome.Sent.Count);
        logger.Delivered(outcomes.Count, sent);
        return new DeliveryRound(
            waiting.Count,
            sent,
            waiting.Count == options.QueryMessageLimit,
            outcomes.Any(outcome => outcome.Failure?.Kind == DeliveryFailureKind.BrokerAway)
        );
    }
}
