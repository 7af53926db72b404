using MassTransit.Transports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// The bus on which the messages of one context's outbox go out: the one in whose <c>AddMassTransit</c> the outbox was added. The tables do not say to which
/// bus a message belongs, so that a context has the outbox of one bus only.
/// </summary>
sealed class OutboxBus<TDbContext>
    where TDbContext : DbContext
{
    readonly Type busType;

    OutboxBus(Type busType) => this.busType = busType;

    /// <summary>The bus that is being registered: <see cref="IBus"/>, or the interface of a further bus (<c>AddMassTransit&lt;TBus&gt;</c>).</summary>
    public static Type TypeOf(IBusRegistrationConfigurator configurator) =>
        configurator
            .GetType()
            .GetInterfaces()
            .FirstOrDefault(type =>
                type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IBusRegistrationConfigurator<>)
            )
            ?.GetGenericArguments()[0]
        ?? typeof(IBus);

    /// <exception cref="ConfigurationException">The context's outbox belongs to another bus already.</exception>
    public static void Register(IBusRegistrationConfigurator configurator)
    {
        var registered = TypeOf(configurator);
        var other = configurator
            .Select(service => service.ImplementationInstance)
            .OfType<OutboxBus<TDbContext>>()
            .FirstOrDefault(bus => bus.busType != registered);
        if (other is not null)
            throw new ConfigurationException(
                $"AddEntityFrameworkOutbox<{typeof(TDbContext).Name}>: its outbox belongs to {other.busType.Name} already; {registered.Name} needs a DbContext with tables of its own."
            );
        configurator.AddSingleton(new OutboxBus<TDbContext>(registered));
    }

    public IBusControl ControlIn(IServiceProvider provider) =>
        busType == typeof(IBus)
            ? provider.GetRequiredService<IBusControl>()
            : ((IBusInstance)provider.GetRequiredService(typeof(IBusInstance<>).MakeGenericType(busType))).BusControl;
}
