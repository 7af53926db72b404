using System.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Surface;

sealed class When_an_outbox_is_configured_as_documented(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task Bus_outbox_and_consumer_outbox_deliver()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDbContext<ShopDbContext>(Store.Configure);
        builder.Services.AddSingleton<Inbound<OrderPlaced>>();
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            x.AddEntityFrameworkOutbox<ShopDbContext>(o =>
            {
                o.QueryDelay = TimeSpan.FromSeconds(1);
                o.QueryMessageLimit = 50;
                o.QueryTimeout = TimeSpan.FromSeconds(10);
                o.DuplicateDetectionWindow = TimeSpan.FromMinutes(5);
                o.IsolationLevel = IsolationLevel.ReadCommitted;
                if (Store.IsPostgres)
                    o.UsePostgres(enableSchemaCaching: false).UseBusOutbox(Limit);
                else
                    o.UseSqlite().UseBusOutbox(Limit);
            });
            x.AddConsumer<PlaceOrderConsumer>();
            x.AddConfigureEndpointsCallback(
                (context, _, endpoint) =>
                {
                    endpoint.UseMessageRetry(r => r.Intervals(100, 500, 1000));
                    endpoint.UseEntityFrameworkOutbox<ShopDbContext>(context);
                }
            );
            x.UsingInMemory(
                (context, memory) =>
                {
                    memory.ReceiveEndpoint(
                        "far-end",
                        endpoint => endpoint.Instance(context.GetRequiredService<Inbound<OrderPlaced>>())
                    );
                    memory.ConfigureEndpoints(context);
                }
            );
        });
        using var host = builder.Build();
        await host.StartAsync();
        var orderId = NewId.NextGuid();

        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new PlaceOrder(orderId));
            await scope.ServiceProvider.GetRequiredService<ShopDbContext>().SaveChangesAsync();
        }

        var placed = await host.Services.GetRequiredService<Inbound<OrderPlaced>>().NextAsync();
        await Store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
        await host.StopAsync();
        Assert.That(placed.Message.OrderId, Is.EqualTo(orderId));
    }

    static void Limit(IEntityFrameworkBusOutboxConfigurator bus)
    {
        bus.MessageDeliveryLimit = 10;
        bus.MessageDeliveryTimeout = TimeSpan.FromSeconds(5);
        Assert.That(bus.MessageDeliveryTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }
}
