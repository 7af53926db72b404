using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Forgets consumed messages once the duplicate detection window has passed, and drops messages that have expired unsent, in bounded deletes.</summary>
public sealed class InboxCleanupService<TDbContext>(
    IServiceProvider provider,
    ILogger<InboxCleanupService<TDbContext>> logger
) : BackgroundService
    where TDbContext : DbContext
{
    static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    readonly EntityFrameworkOutboxOptions<TDbContext> options = provider.GetRequiredService<
        EntityFrameworkOutboxOptions<TDbContext>
    >();
    readonly TimeProvider time = provider.GetService<TimeProvider>() ?? TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tenth = options.DuplicateDetectionWindow / 10;
        var interval = tenth < LongestInterval ? tenth : LongestInterval;
        using var timer = new PeriodicTimer(interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CleanAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.InboxCleanupFailed(failure, typeof(TDbContext).Name, LongestInterval);
                await Task.Delay(LongestInterval, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(options.QueryTimeout);

        var now = time.GetUtcNow().UtcDateTime;
        var forgotten = await DeleteAllAsync(InboxCleanup.ForgetAsync, now - options.DuplicateDetectionWindow);
        if (forgotten > 0)
            logger.InboxCleaned(forgotten);
        var expired = await DeleteAllAsync(InboxCleanup.DropExpiredAsync, now);
        if (expired > 0)
            logger.ExpiredDropped(expired);

        async Task<int> DeleteAllAsync(
            Func<DbContext, DateTime, int, CancellationToken, Task<int>> delete,
            DateTime before
        )
        {
            var (most, rows, all) = (options.QueryMessageLimit, 0, 0);
            do
            {
                rows = await context.InTransactionAsync(
                    System.Data.IsolationLevel.ReadCommitted,
                    token => delete(context, before, most, token),
                    cancellationToken
                );
                all += rows;
            } while (rows == most);
            return all;
        }
    }
}
