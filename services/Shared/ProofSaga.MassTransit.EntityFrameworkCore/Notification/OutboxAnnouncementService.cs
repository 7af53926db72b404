using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>In the place of a disabled delivery service: passes this process's signals on to the processes that deliver.</summary>
public sealed class OutboxAnnouncementService<TDbContext> : BackgroundService
    where TDbContext : DbContext
{
    /// <summary>Any time would do: nothing happens when it is over.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    readonly OutboxDeliverySignal<TDbContext> signal;
    readonly OutboxAnnouncer<TDbContext> announcer;
    readonly TimeProvider time;

    public OutboxAnnouncementService(IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        signal = provider.GetRequiredService<OutboxDeliverySignal<TDbContext>>();
        announcer = provider.GetRequiredService<OutboxAnnouncer<TDbContext>>();
        time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        // made here, so that a process that does not deliver reports all the same what waits
        _ = provider.GetRequiredService<OutboxMetrics<TDbContext>>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var announcing = announcer.RunAsync(stoppingToken);
        try
        {
            while (true)
            {
                if (await signal.WaitAsync(Patience, time, stoppingToken))
                    announcer.Announce();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await announcing;
        }
    }
}
