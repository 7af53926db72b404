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

    readonly IBusControl bus;
    readonly IServiceScopeFactory scopes;
    readonly EntityFrameworkOutboxOptions<TDbContext> options;
    readonly OutboxDeliverySignal<TDbContext> signal;
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
        sender = provider.GetRequiredService<OutboxSender<TDbContext>>();
        busOutboxes = provider.GetRequiredService<BusOutboxBacklog<TDbContext>>();
        inbox = provider.GetRequiredService<InboxBacklog<TDbContext>>();
        time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
                var busy = await DrainAsync(busOutboxes, stoppingToken) | await DrainAsync(inbox, stoppingToken);
                if (failures > 0)
                    logger.DeliveryResumed(typeof(TDbContext).Name, failures);
                failures = 0;
                if (!busy)
                    await signal.WaitAsync(options.QueryDelay, time, stoppingToken);
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

    /// <summary>True if there was something to do, so that there may be more.</summary>
    async Task<bool> DrainAsync<TKey>(OutboxBacklog<TDbContext, TKey> backlog, CancellationToken cancellationToken)
        where TKey : notnull
    {
        var rounds = await ParallelRounds.RunAsync(
            token => DeliverAsync(backlog, token),
            claimed => claimed == options.QueryMessageLimit,
            cancellationToken
        );
        return rounds.Any(claimed => claimed > 0);
    }

    /// <summary>One round. Returns how many outboxes it claimed.</summary>
    async Task<int> DeliverAsync<TKey>(OutboxBacklog<TDbContext, TKey> backlog, CancellationToken cancellationToken)
        where TKey : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(options.QueryTimeout);

        var now = time.GetUtcNow().UtcDateTime;
        var lease = DeliveryLease.Take(now, options.MessageDeliveryTimeout);
        var waiting = await backlog.ClaimAsync(context, lease, now, cancellationToken);
        if (waiting.Count == 0)
            return 0;

        var outcomes = new ConcurrentBag<DeliveryOutcome<TKey>>();
        await Parallel.ForEachAsync(
            waiting,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelOutboxes },
            async (outbox, _) => outcomes.Add(await sender.SendAsync(outbox, lease, bus, cancellationToken))
        );

        // what was sent must be recorded, also when the host is stopping: the command timeout bounds it
        await backlog.SettleAsync(context, lease, outcomes, time.GetUtcNow().UtcDateTime, CancellationToken.None);
        logger.Delivered(outcomes.Count, outcomes.Sum(outcome => outcome.Sent.Count));
        return waiting.Count;
    }
}
