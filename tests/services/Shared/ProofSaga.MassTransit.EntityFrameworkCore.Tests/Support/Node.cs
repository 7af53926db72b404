using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>One process of a distributed system, with a bus in memory and the production registrations of the provider.</summary>
sealed class Node : IAsyncDisposable
{
    readonly IHost host;

    Node(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public TestLog Log => Services.GetRequiredService<TestLog>();

    public Sends Sends => Services.GetRequiredService<Sends>();

    public IOutboxQuarantine<ShopDbContext> Quarantine =>
        Services.GetRequiredService<IOutboxQuarantine<ShopDbContext>>();

    public Inbound<OrderPlaced> Placed => Services.GetRequiredService<Inbound<OrderPlaced>>();

    public Inbound<Fault<PlaceOrder>> Faults => Services.GetRequiredService<Inbound<Fault<PlaceOrder>>>();

    public static async Task<Node> StartAsync(TestStore store, NodeSettings? settings = null)
    {
        settings ??= new NodeSettings();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var log = new TestLog();
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<TimeProvider>(new ShiftedTime(settings.ClockAhead));
        builder.Services.AddSingleton(new Sends { Before = settings.BeforeSend });
        builder.Services.AddSingleton<Inbound<OrderPlaced>>();
        builder.Services.AddSingleton<Inbound<Fault<PlaceOrder>>>();
        builder.Services.AddDbContext<ShopDbContext>(options =>
        {
            store.Configure(options);
            settings.DbContext(options);
        });
        builder.Services.AddMassTransit(bus => Configure(bus, store, settings));

        var built = builder.Build();
        built
            .Services.GetRequiredService<IBusControl>()
            .ConnectSendObserver(built.Services.GetRequiredService<Sends>());
        await built.StartAsync();
        await built
            .Services.GetRequiredService<IBusControl>()
            .WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        return new Node(built);
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

    /// <summary>Lets what is being consumed end, and takes no more.</summary>
    public Task StopAsync() => host.StopAsync(TimeSpan.FromSeconds(5));

    /// <summary>One transaction that publishes these, in order.</summary>
    public Task PublishAsync(params OrderPlaced[] messages) =>
        InScopeAsync(
            async (shop, publisher) =>
            {
                foreach (var message in messages)
                    await publisher.Publish(message);
                await shop.SaveChangesAsync();
            }
        );

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        host.Dispose();
    }

    static void Configure(IBusRegistrationConfigurator bus, TestStore store, NodeSettings settings)
    {
        bus.DisableUsageTelemetry();
        bus.AddEntityFrameworkOutbox<ShopDbContext>(outbox =>
        {
            if (store.IsPostgres)
                outbox.UsePostgres();
            else
                outbox.UseSqlite();
            outbox.QueryDelay = settings.QueryDelay;
            outbox.DuplicateDetectionWindow = settings.DuplicateDetectionWindow;
            outbox.UseBusOutbox(delivery =>
            {
                delivery.MaxDeliveryAttempts = settings.MaxDeliveryAttempts;
                delivery.MessageDeliveryTimeout = settings.MessageDeliveryTimeout;
                if (!settings.Delivers)
                    delivery.DisableDeliveryService();
            });
        });
        settings.Register(bus);
        if (settings.UsesOutboxOnEndpoints)
            bus.AddConfigureEndpointsCallback(
                (context, _, endpoint) =>
                {
                    endpoint.UseMessageRetry(retry => retry.Immediate(20));
                    endpoint.UseEntityFrameworkOutbox<ShopDbContext>(context);
                }
            );
        bus.UsingInMemory(
            (context, memory) =>
            {
                memory.ReceiveEndpoint(
                    "far-end",
                    endpoint =>
                    {
                        endpoint.ConcurrentMessageLimit = 1;
                        endpoint.Instance(context.GetRequiredService<Inbound<OrderPlaced>>());
                        endpoint.Instance(context.GetRequiredService<Inbound<Fault<PlaceOrder>>>());
                    }
                );
                settings.Endpoints(memory);
                memory.ConfigureEndpoints(context);
            }
        );
    }
}
