using System.Threading.Channels;
using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Tells other processes, by Postgres NOTIFY, that there is something to send. On a database that cannot notify it does nothing.
/// <para>
/// Never inside the business transaction: a commit that notifies holds a lock of the whole server until it is on disk, so such commits no longer share a
/// flush. Measured (Postgres 15, two cores, pgbench, 8 clients, two small inserts each): 2 700–3 200 commits/s without, 620–780/s with
/// <c>pg_notify</c> inside, as many as without when it follows in a statement of its own that waits for no disk. And only when nobody here will send
/// the messages at once: in a process without a delivery service, with a bus that is down, with more waiting than one round takes, or when it stops.
/// What a process could not say before it died, polling finds.
/// </para>
/// </summary>
sealed class OutboxAnnouncer<TDbContext>(IServiceProvider provider, ILogger<OutboxAnnouncer<TDbContext>> logger)
    where TDbContext : DbContext
{
    /// <summary>The first is told at once, then at most one in this time, always with one at the end.</summary>
    static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(50);

    readonly EntityFrameworkOutboxOptions<TDbContext> options = provider.GetRequiredService<
        EntityFrameworkOutboxOptions<TDbContext>
    >();
    readonly TimeProvider time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
    readonly Channel<bool> asked = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Asks <see cref="RunAsync"/> to tell the others.</summary>
    public void Announce() => asked.Writer.TryWrite(true);

    /// <summary>Tells the others whenever it is asked to. When cancelled, says what it was asked to, and ends.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        var unsaid = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                unsaid = await asked.Reader.ReadAsync(stoppingToken);
                await NotifyAsync(stoppingToken);
                unsaid = false;
                failures = 0;
                await Task.Delay(LeastInterval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                await RetryLaterAsync(failure, ++failures, stoppingToken);
            }
        }

        if (unsaid || asked.Reader.TryRead(out _))
            await SayLastAsync();
    }

    async Task RetryLaterAsync(Exception failure, int failures, CancellationToken stoppingToken)
    {
        Announce();
        if (failures == 1)
            logger.NotAnnounced(failure, typeof(TDbContext).Name, options.QueryDelay);
        await Task.Delay(DeliveryBackOff.After(failures), time, stoppingToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task SayLastAsync()
    {
        try
        {
            // the command timeout bounds it
            await NotifyAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            logger.NotAnnounced(failure, typeof(TDbContext).Name, options.QueryDelay);
        }
    }

    async Task NotifyAsync(CancellationToken cancellationToken)
    {
        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        if (OutboxChannel.Of(context) is not { } channel)
            return;

        context.Database.SetCommandTimeout(options.QueryTimeout);
        await OutboxChannel.NotifyAsync(context, channel, "", cancellationToken);
    }
}
