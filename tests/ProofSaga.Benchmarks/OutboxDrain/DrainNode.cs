using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ProofSaga.Benchmarks.OutboxDrain;

/// <summary>A process with a bus outbox, made with the provider's public registrations and defaults.</summary>
static class DrainNode
{
    /// <summary>The queue that the messages go to.</summary>
    public static Uri Destination { get; } = new("queue:drain");

    /// <param name="delivers">false: what is stored waits for another node.</param>
    public static IHost Create(string database, Uri broker, bool delivers)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDbContext<DrainDbContext>(options => options.UseNpgsql(database));
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddEntityFrameworkOutbox<DrainDbContext>(outbox =>
            {
                outbox.UsePostgres();
                outbox.UseBusOutbox(delivery =>
                {
                    if (!delivers)
                        delivery.DisableDeliveryService();
                });
            });
            bus.UsingRabbitMq((_, rabbit) => rabbit.Host(broker));
        });
        return builder.Build();
    }
}
