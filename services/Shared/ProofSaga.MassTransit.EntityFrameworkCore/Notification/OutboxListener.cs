using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Hears from other processes, on one connection of its own outside of the pool, that there is something to send. A lost connection is made again, with
/// back-off, and then the database is looked at once. Behind a pooler that shares connections between transactions (pgbouncer in transaction mode) nothing
/// can be heard; that is found out, logged once, and polling does it alone.
/// </summary>
sealed class OutboxListener<TDbContext>(
    OutboxDeliverySignal<TDbContext> signal,
    IServiceProvider provider,
    ILogger<OutboxListener<TDbContext>> logger
)
    where TDbContext : DbContext
{
    /// <summary>A connection that says nothing for this long is asked whether it is still there.</summary>
    const int KeepAliveSeconds = 30;

    /// <summary>How long a notification to ourselves may take.</summary>
    static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(10);

    readonly EntityFrameworkOutboxOptions<TDbContext> options = provider.GetRequiredService<
        EntityFrameworkOutboxOptions<TDbContext>
    >();
    readonly TimeProvider time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
    int failures;
    bool toldThatDeaf;

    /// <summary>Returns when cancelled, or at once where the database cannot notify.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Dedicated() is not ({ } connection, { } channel))
                    return;
                await using (connection)
                    await ListenAsync(connection, channel, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // once for each loss, not for each attempt: the delivery service tells of a database that stays away
                if (++failures == 1)
                    logger.ListenerLost(failure, typeof(TDbContext).Name, options.QueryDelay);
                await Task.Delay(DeliveryBackOff.After(failures), time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Listens until the connection is lost, which throws.</summary>
    async Task ListenAsync(NpgsqlConnection connection, string channel, CancellationToken stoppingToken)
    {
        var probe = Guid.NewGuid().ToString("N");
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Notification += (_, notification) =>
        {
            // others' probes are no news
            if (notification.Payload.Length == 0)
                signal.Hear();
            else if (notification.Payload == probe)
                heard.TrySetResult();
        };
        await connection.OpenAsync(stoppingToken);
        await using (var listen = new NpgsqlCommand($"LISTEN \"{channel}\"", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);

        failures = 0;
        logger.Listening(typeof(TDbContext).Name, channel);
        // for what was said while nobody listened
        signal.Hear();

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var probing = ProbeAsync(channel, probe, heard.Task, ended.Token);
        try
        {
            while (true)
                await connection.WaitAsync(stoppingToken);
        }
        finally
        {
            await ended.CancelAsync();
            await probing;
        }
    }

    /// <summary>Notifies from another connection: through a transaction pooler that does not reach the one that listens.</summary>
    async Task ProbeAsync(string channel, string probe, Task heard, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = provider.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
            await OutboxChannel.NotifyAsync(context, channel, probe, cancellationToken);
            await heard.WaitAsync(ProbePatience, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the connection that was to hear it is gone, which its own loop tells
        }
        catch (Exception failure)
        {
            if (!toldThatDeaf)
                logger.ListenerDeaf(failure, typeof(TDbContext).Name, options.QueryDelay);
            toldThatDeaf = true;
        }
    }

    /// <summary>A connection with the context's settings and credentials, which no pool waits for; null where the database cannot notify.</summary>
    (NpgsqlConnection Connection, string Channel)? Dedicated()
    {
        using var scope = provider.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        if (OutboxChannel.Of(context) is not { } channel)
            return null;

        var pooled = (NpgsqlConnection)context.Database.GetDbConnection();
        var settings = new NpgsqlConnectionStringBuilder(pooled.ConnectionString)
        {
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            KeepAlive = KeepAliveSeconds,
            ApplicationName = $"{typeof(TDbContext).Name} outbox listener",
        };
        return (pooled.CloneWith(settings.ConnectionString), channel);
    }
}
