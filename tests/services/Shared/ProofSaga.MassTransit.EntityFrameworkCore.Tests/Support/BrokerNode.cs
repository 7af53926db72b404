using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>One process of a distributed system, with the production registrations of the provider, on RabbitMQ or with a bus in memory.</summary>
sealed class BrokerNode : IAsyncDisposable
{
    readonly IHost host;

    BrokerNode(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public CapturedLog Log => Services.GetRequiredService<CapturedLog>();

    public Sends Sends => Services.GetRequiredService<Sends>();

    /// <summary>True once the process has decided to end.</summary>
    public bool IsStopping =>
        Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    /// <param name="rabbitMq">Null for a bus in memory.</param>
    public static Task<BrokerNode> StartAsync(TestStore store, Uri? rabbitMq, BrokerNodeSettings? settings = null) =>
        StartAsync(store.Configure, store.IsPostgres, rabbitMq, settings ?? new BrokerNodeSettings());

    public static async Task<BrokerNode> StartAsync(
        Action<DbContextOptionsBuilder> database,
        bool isPostgres,
        Uri? rabbitMq,
        BrokerNodeSettings settings
    )
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var log = new CapturedLog();
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
        // EF reports each failed command as an error, beside the exception that it throws
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Sends>();
        builder.Services.AddDbContext<ShopDbContext>(options =>
        {
            database(options);
            settings.ConfigureDbContext(options);
        });
        builder.Services.AddMassTransit(bus => Configure(bus, isPostgres, rabbitMq, settings));
        settings.ConfigureServices(builder.Services);

        var built = builder.Build();
        var control = built.Services.GetRequiredService<IBusControl>();
        control.ConnectSendObserver(built.Services.GetRequiredService<Sends>());
        await built.StartAsync();
        await control.WaitForHealthStatus(BusHealthStatus.Healthy, Eventually.Patience);
        return new BrokerNode(built);
    }

    /// <summary>Runs something as a web request would: in a scope, without a message.</summary>
    public async Task InScopeAsync(Func<ShopDbContext, IPublishEndpoint, Task> work)
    {
        await using var scope = Services.CreateAsyncScope();
        await work(
            scope.ServiceProvider.GetRequiredService<ShopDbContext>(),
            scope.ServiceProvider.GetRequiredService<IPublishEndpoint>()
        );
    }

    /// <summary>What a readiness probe is told, and why.</summary>
    public async Task<(HealthStatus Status, string Why)> HealthAsync()
    {
        var report = await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return (report.Status, string.Join("; ", report.Entries.Values.Select(check => check.Description)));
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(TimeSpan.FromSeconds(10));
        host.Dispose();
    }

    static void Configure(IBusRegistrationConfigurator bus, bool isPostgres, Uri? rabbitMq, BrokerNodeSettings settings)
    {
        bus.DisableUsageTelemetry();
        bus.AddEntityFrameworkOutbox<ShopDbContext>(outbox =>
        {
            if (isPostgres)
                outbox.UsePostgres();
            else
                outbox.UseSqlite();
            outbox.QueryDelay = settings.QueryDelay;
            outbox.UseBusOutbox(delivery =>
            {
                delivery.MessageDeliveryTimeout = settings.MessageDeliveryTimeout;
                if (!settings.Delivers)
                    delivery.DisableDeliveryService();
            });
        });
        settings.Register(bus);
        bus.AddConfigureEndpointsCallback(
            (context, name, endpoint) =>
            {
                if (!settings.UsesOutbox(name))
                    return;

                endpoint.UseMessageRetry(settings.Retry);
                endpoint.UseEntityFrameworkOutbox<ShopDbContext>(context);
            }
        );
        if (rabbitMq is null)
            bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        else
            bus.UsingRabbitMq(
                (context, rabbit) =>
                {
                    rabbit.Host(rabbitMq);
                    rabbit.ConfigureEndpoints(context);
                }
            );
    }
}
