using MassTransit.DependencyInjection;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.Configuration;

/// <summary>Puts the bus outbox in the place of the scoped IPublishEndpoint and ISendEndpointProvider.</summary>
public class EntityFrameworkBusOutboxConfigurator<TDbContext>(
    IBusRegistrationConfigurator configurator,
    EntityFrameworkOutboxOptions<TDbContext> options
) : IEntityFrameworkBusOutboxConfigurator
    where TDbContext : DbContext
{
    public int MessageDeliveryLimit
    {
        set => options.MessageDeliveryLimit = value;
    }

    public TimeSpan MessageDeliveryTimeout
    {
        set => options.MessageDeliveryTimeout = value;
    }

    public void DisableDeliveryService() => configurator.RemoveHostedService<BusOutboxDeliveryService<TDbContext>>();

    internal void Configure(Action<IEntityFrameworkBusOutboxConfigurator>? configure)
    {
        configurator.ReplaceScoped<
            IScopedBusContextProvider<IBus>,
            EntityFrameworkScopedBusContextProvider<IBus, TDbContext>
        >();
        configure?.Invoke(this);
    }
}
