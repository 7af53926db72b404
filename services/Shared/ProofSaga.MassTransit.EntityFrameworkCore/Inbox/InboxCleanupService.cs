using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Forgets consumed messages once the duplicate detection window has passed, in bounded deletes.</summary>
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
                while (await DeleteAsync(stoppingToken) == options.QueryMessageLimit)
                    stoppingToken.ThrowIfCancellationRequested();
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

    async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(options.QueryTimeout);

        var forgotten = time.GetUtcNow().UtcDateTime - options.DuplicateDetectionWindow;
        var rows = await context.InTransactionAsync(
            System.Data.IsolationLevel.ReadCommitted,
            token =>
                context
                    .Set<InboxState>()
                    .Where(state => state.Delivered < forgotten)
                    .OrderBy(state => state.Delivered)
                    .Take(options.QueryMessageLimit)
                    .ExecuteDeleteAsync(token),
            cancellationToken
        );
        if (rows > 0)
            logger.InboxCleaned(rows);
        return rows;
    }
}
