using MassTransit.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Decides where a scope's IPublishEndpoint and ISendEndpointProvider lead: to the message that the scope consumes, if it does, else to the bus outbox.
/// A scope that code opens for itself inside a consumer consumes nothing, so it has a bus outbox of its own.
/// </summary>
public sealed class EntityFrameworkScopedBusContextProvider<TBus, TDbContext> : IScopedBusContextProvider<TBus>
    where TBus : class, IBus
    where TDbContext : DbContext
{
    public EntityFrameworkScopedBusContextProvider(
        TBus bus,
        Bind<TBus, IClientFactory> clientFactory,
        Bind<TBus, IScopedConsumeContextProvider> busConsumeContext,
        IScopedConsumeContextProvider anyConsumeContext,
        IServiceProvider provider
    )
    {
        if (busConsumeContext.Value.HasContext)
            Context = new ConsumeContextScopedBusContext(busConsumeContext.Value.GetContext(), clientFactory.Value);
        else if (anyConsumeContext.HasContext)
            Context = new ConsumeContextScopedBusContext<TBus>(
                bus,
                anyConsumeContext.GetContext(),
                clientFactory.Value,
                provider
            );
        else
            Context = new EntityFrameworkScopedBusContext<TBus, TDbContext>(
                bus,
                provider.GetRequiredService<TDbContext>(),
                clientFactory.Value,
                provider
            );
    }

    public ScopedBusContext Context { get; }
}
