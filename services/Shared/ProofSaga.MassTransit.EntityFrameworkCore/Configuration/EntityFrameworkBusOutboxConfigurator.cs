using MassTransit.DependencyInjection;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit.Configuration;

/// <summary>Puts the bus outbox in the place of the scoped IPublishEndpoint and ISendEndpointProvider of the bus that is being registered.</summary>
public class EntityFrameworkBusOutboxConfigurator<TDbContext>(
    IBusRegistrationConfigurator configurator,
    EntityFrameworkOutboxOptions<TDbContext> options
) : IEntityFrameworkBusOutboxConfigurator
    where TDbContext : DbContext
{
    public int MessageDeliveryLimit
    {
        get => options.MessageDeliveryLimit;
        set => options.MessageDeliveryLimit = value;
    }

    public TimeSpan MessageDeliveryTimeout
    {
        get => options.MessageDeliveryTimeout;
        set => options.MessageDeliveryTimeout = value;
    }

    public int MaxDeliveryAttempts
    {
        set => options.MaxDeliveryAttempts = value;
    }

    public void DisableDeliveryService()
    {
        configurator.RemoveHostedService<BusOutboxDeliveryService<TDbContext>>();
        configurator.AddHostedService<OutboxAnnouncementService<TDbContext>>();
    }

    internal void Configure(Action<IEntityFrameworkBusOutboxConfigurator>? configure)
    {
        var busType = OutboxBus<TDbContext>.TypeOf(configurator);
        configurator.Replace(
            ServiceDescriptor.Scoped(
                typeof(IScopedBusContextProvider<>).MakeGenericType(busType),
                typeof(EntityFrameworkScopedBusContextProvider<,>).MakeGenericType(busType, typeof(TDbContext))
            )
        );
        configure?.Invoke(this);
    }
}
