using MassTransit;
using Microsoft.Extensions.Options;

namespace ProofSaga.Hosting.Shutdown;

static class ShutdownRegistration
{
    /// <summary>
    /// In this order: requests in flight end while no new connection is taken, the bus takes nothing new and waits for its
    /// consumers, everything else ends, and only then is anything disposed of that a consumer may use.
    /// </summary>
    public static IServiceCollection AddGracefulStop(this IServiceCollection services)
    {
        services
            .AddOptions<ShutdownOptions>()
            .BindConfiguration(ShutdownOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<HostOptions>()
            .Configure<IOptions<ShutdownOptions>>(
                (host, shutdown) => host.ShutdownTimeout = shutdown.Value.HostTimeout
            );
        services
            .AddOptions<MassTransitHostOptions>()
            .Configure<IOptions<ShutdownOptions>>(
                (bus, shutdown) =>
                {
                    bus.ConsumerStopTimeout = shutdown.Value.Grace;
                    bus.StopTimeout = shutdown.Value.BusTimeout;
                }
            );
        services.AddSingleton<StopPatience>();
        services.AddSingleton<BusStop>();
        services.AddBusObserver(provider => provider.GetRequiredService<BusStop>());
        services.AddSingleton<DeliveriesUnderWay>();
        services.AddReceiveObserver(provider => provider.GetRequiredService<DeliveriesUnderWay>());
        services.AddHostedService<GracefulStop>();
        return services;
    }

    /// <summary>Cuts off a request that takes so long that it would hold up the end of the process.</summary>
    public static void LimitRequestsWhileStopping(this WebApplication app)
    {
        var tooLate = app
            .Services.GetRequiredService<StopPatience>()
            .After(ShutdownOptions.RequestPatience, app.Lifetime.ApplicationStopping);
        app.Use(
            async (http, next) =>
            {
                await using var limit = tooLate.Register(http.Abort);
                await next(http);
            }
        );
    }
}
