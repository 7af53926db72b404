using System.Threading.Channels;
using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Records what was sent for consumers after their commit: a moment later and for many of them in one transaction, which nobody waits for. What a process
/// that dies has not recorded is sent again when its lease is over, with the same message ids.
/// </summary>
sealed class ConsumerOutboxSettler<TDbContext> : IHostedLifecycleService, IDisposable
    where TDbContext : DbContext
{
    /// <summary>Outboxes that may wait to be recorded while the database is away: a few megabytes, no message among them.</summary>
    const int MostWaiting = 10_000;

    const int BatchSize = 100;

    /// <summary>How long the first of a batch waits for others.</summary>
    static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(200);

    readonly Channel<(DeliveryOutcome<long> Outcome, DeliveryLease Lease)> waiting = Channel.CreateBounded<(
        DeliveryOutcome<long>,
        DeliveryLease
    )>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly CancellationTokenSource stopping = new();
    readonly Guid holder = NewId.NextGuid();
    readonly IServiceScopeFactory scopes;
    readonly EntityFrameworkOutboxOptions<TDbContext> options;
    readonly InboxBacklog<TDbContext> backlog;
    readonly TimeProvider time;
    readonly ILogger<ConsumerOutboxSettler<TDbContext>> logger;
    Task running = Task.CompletedTask;

    public ConsumerOutboxSettler(IServiceProvider provider, ILogger<ConsumerOutboxSettler<TDbContext>> logger)
    {
        this.logger = logger;
        scopes = provider.GetRequiredService<IServiceScopeFactory>();
        options = provider.GetRequiredService<EntityFrameworkOutboxOptions<TDbContext>>();
        backlog = provider.GetRequiredService<InboxBacklog<TDbContext>>();
        time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
    }

    /// <summary>The right to send what a consumer of this process leaves, from now on. All of them have one holder, so that they can be recorded together.</summary>
    public DeliveryLease TakeLease(DateTime now) => DeliveryLease.Take(holder, now, options.MessageDeliveryTimeout);

    /// <summary>The same lease, or a new one if a good part of the time in which a send may begin is over.</summary>
    public DeliveryLease Renew(DeliveryLease? lease, DateTime now) =>
        lease is not null && lease.Until - now > 1.5 * options.MessageDeliveryTimeout ? lease : TakeLease(now);

    /// <summary>Takes note of what was sent, and of what failed. Does not wait; when too much waits already, leaves it to the lease.</summary>
    public void Settle(DeliveryOutcome<long> outcome, DeliveryLease lease)
    {
        // the messages themselves are not needed any more
        var slim = outcome with
        {
            Outbox = outcome.Outbox with { Messages = [] },
        };
        if (!waiting.Writer.TryWrite((slim, lease)))
            logger.SettlementLeft(typeof(TDbContext).Name, 1, lease.Until);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = RunAsync();
        return Task.CompletedTask;
    }

    /// <summary>When every other service has stopped, consumers among them: records what is left.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await stopping.CancelAsync();
        // a host that has run out of time ends without what is left: the delivery service sends it again when the leases are over
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    async Task RunAsync()
    {
        var batch = new List<DeliveryOutcome<long>>(BatchSize);
        while (await FillAsync(batch) is { } lease)
        {
            await SettleAsync(batch, lease);
            batch.Clear();
        }
    }

    /// <summary>Waits for the first, then a moment for more. Returns the lease that lasts longest, or null at the end.</summary>
    async Task<DeliveryLease?> FillAsync(List<DeliveryOutcome<long>> batch)
    {
        if (!await waiting.Reader.WaitToReadAsync())
            return null;

        DeliveryLease? last = null;
        using var linger = new CancellationTokenSource(Linger, time);
        while (batch.Count < BatchSize)
        {
            if (waiting.Reader.TryRead(out var next))
            {
                batch.Add(next.Outcome);
                last = last is null || next.Lease.Until > last.Until ? next.Lease : last;
                continue;
            }

            if (linger.IsCancellationRequested || waiting.Reader.Completion.IsCompleted)
                break;
            await ((Task)waiting.Reader.WaitToReadAsync(linger.Token).AsTask()).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing
            );
        }

        return last;
    }

    /// <summary>Tries until it succeeds, or the leases are over and others send the messages again, or the process ends.</summary>
    async Task SettleAsync(List<DeliveryOutcome<long>> batch, DeliveryLease lease)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
                context.Database.SetCommandTimeout(options.QueryTimeout);
                // what was sent must be recorded, also when the host is stopping: the command timeout bounds it
                var now = time.GetUtcNow().UtcDateTime;
                await backlog.SettleAsync(context, lease, batch, now, CancellationToken.None);
                return;
            }
            catch (Exception failure)
            {
                var delay = DeliveryBackOff.After(failures);
                logger.SettlementFailed(failure, typeof(TDbContext).Name, batch.Count, delay);
                if (stopping.IsCancellationRequested || time.GetUtcNow().UtcDateTime + delay > lease.Until)
                {
                    logger.SettlementLeft(typeof(TDbContext).Name, batch.Count, lease.Until);
                    return;
                }

                await Task.Delay(delay, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
