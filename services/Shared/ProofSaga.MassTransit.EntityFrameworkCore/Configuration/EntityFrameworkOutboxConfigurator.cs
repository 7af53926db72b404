using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit.Configuration;

/// <summary>Registers inbox, outbox, delivery and clean-up for one DbContext.</summary>
public class EntityFrameworkOutboxConfigurator<TDbContext>(IBusRegistrationConfigurator configurator)
    : IEntityFrameworkOutboxConfigurator
    where TDbContext : DbContext
{
    readonly EntityFrameworkOutboxOptions<TDbContext> options = new();

    public TimeSpan DuplicateDetectionWindow
    {
        get => options.DuplicateDetectionWindow;
        set => options.DuplicateDetectionWindow = value;
    }

    public IsolationLevel IsolationLevel
    {
        set => options.IsolationLevel = value;
    }

    public ILockStatementProvider LockStatementProvider
    {
        set => options.LockStatementProvider = value;
    }

    public TimeSpan QueryDelay
    {
        get => options.QueryDelay;
        set => options.QueryDelay = value;
    }

    public int QueryMessageLimit
    {
        get => options.QueryMessageLimit;
        set => options.QueryMessageLimit = value;
    }

    public TimeSpan QueryTimeout
    {
        get => options.QueryTimeout;
        set => options.QueryTimeout = value;
    }

    public void DisableInboxCleanupService() => configurator.RemoveHostedService<InboxCleanupService<TDbContext>>();

    public void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator>? configure = null) =>
        new EntityFrameworkBusOutboxConfigurator<TDbContext>(configurator, options).Configure(configure);

    /// <summary>Registers everything, then checks what was configured.</summary>
    /// <exception cref="ConfigurationException">Values out of range, all of them in one message; or the context's outbox belongs to another bus already.</exception>
    public void Configure(Action<IEntityFrameworkOutboxConfigurator>? configure)
    {
        configurator.AddHostedService<BusOutboxDeliveryService<TDbContext>>();
        configurator.AddHostedService<InboxCleanupService<TDbContext>>();
        configurator.TryAddSingleton<ConsumerOutboxSettler<TDbContext>>();
        configurator.AddHostedService(provider => provider.GetRequiredService<ConsumerOutboxSettler<TDbContext>>());
        configurator.TryAddScoped<IOutboxContextFactory<TDbContext>, EntityFrameworkOutboxContextFactory<TDbContext>>();
        configurator.TryAddSingleton<OutboxDeliverySignal<TDbContext>>();
        configurator.TryAddSingleton<OutboxCommitInterceptor<TDbContext>>();
        configurator.TryAddSingleton<OutboxAnnouncer<TDbContext>>();
        configurator.TryAddSingleton<OutboxListener<TDbContext>>();
        configurator.TryAddSingleton<DeliveryFailureJudge<TDbContext>>();
        configurator.TryAddSingleton<OutboxMetrics<TDbContext>>();
        configurator.TryAddSingleton<IOutboxQuarantine<TDbContext>, OutboxQuarantine<TDbContext>>();
        configurator.TryAddSingleton<OutboxSender<TDbContext>>();
        configurator.TryAddSingleton<BusOutboxBacklog<TDbContext>>();
        configurator.TryAddSingleton<InboxBacklog<TDbContext>>();
        configurator.AddSingleton(options);
        OutboxBus<TDbContext>.Register(configurator);
        configurator.ConfigureDbContext<TDbContext>(
            (provider, builder) =>
                builder.AddInterceptors(provider.GetRequiredService<OutboxCommitInterceptor<TDbContext>>())
        );

        configure?.Invoke(this);

        var problems = options.Problems().ToList();
        if (problems.Count > 0)
            throw new ConfigurationException(
                $"AddEntityFrameworkOutbox<{typeof(TDbContext).Name}>: {string.Join("; ", problems)}."
            );

        if (options.LockStatementProvider is SqliteLockStatementProvider)
            configurator.ConfigureDbContext<TDbContext>(
                (_, builder) => builder.AddInterceptors(SqliteWriterQueueInterceptor.Instance)
            );
    }
}
