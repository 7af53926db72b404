using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Makes the scheduler for the unit of work at hand.</summary>
sealed class OutboxMessageSchedulerFactory<TDbContext>
    where TDbContext : DbContext
{
    readonly IServiceProvider root;

    /// <exception cref="ConfigurationException">The DbContext has no outbox.</exception>
    public OutboxMessageSchedulerFactory(IServiceProvider root)
    {
        this.root = root;
        if (root.GetService<EntityFrameworkOutboxOptions<TDbContext>>() is null)
            throw new ConfigurationException(
                $"AddEntityFrameworkMessageScheduler<{typeof(TDbContext).Name}>: call AddEntityFrameworkOutbox<{typeof(TDbContext).Name}> too."
            );
    }

    /// <summary>The scheduler of a consumer: part of its outbox's transaction, if it has one.</summary>
    public IMessageScheduler Create(ConsumeContext context)
    {
        if (context.TryGetPayload(out IMessageSchedule? outbox))
            return Create(context, outbox, context.GetPayload<IBusTopology>());

        var immediate = new ImmediateSchedule<TDbContext>(context, root);
        return Create(immediate.Endpoints, immediate, context.GetPayload<IBusTopology>());
    }

    /// <summary>The scheduler of a scope: that of the message which the scope consumes, if it does, else part of the DbContext's next SaveChanges.</summary>
    /// <typeparam name="TBus">The bus on which the DbContext's outbox goes out.</typeparam>
    /// <exception cref="InvalidOperationException">
    /// The provider is no scope, so there is no unit of work that anybody would save; or the scope consumes a message of another bus, which has a unit of work of its own.
    /// </exception>
    /// <exception cref="ConfigurationException">The outbox is not used outside of consumers.</exception>
    public IMessageScheduler Create<TBus>(IServiceProvider scope)
        where TBus : class, IBus
    {
        var consumed = scope.GetRequiredService<IScopedConsumeContextProvider>();
        if (
            consumed.HasContext
            && typeof(TBus) != typeof(IBus)
            && !scope.GetRequiredService<Bind<TBus, IScopedConsumeContextProvider>>().Value.HasContext
        )
            throw new InvalidOperationException(
                $"The scope consumes a message of another bus than {typeof(TBus).Name}: schedule for {typeof(TBus).Name} in a scope of its own (CreateAsyncScope), and save there."
            );
        if (consumed.HasContext)
            return consumed.GetContext() is var context && context.TryGetPayload(out MessageSchedulerContext? scheduler)
                ? scheduler
                : Create(context);

        // the root provider is the scope that scopes are made from
        if (ReferenceEquals(scope, scope.GetRequiredService<IServiceScopeFactory>()))
            throw new InvalidOperationException(
                $"IMessageScheduler schedules with the SaveChanges of a scope's {typeof(TDbContext).Name}: resolve both from a scope (CreateAsyncScope), not from the root provider."
            );

        var bus = scope.GetRequiredService<IScopedBusContextProvider<TBus>>().Context;
        return bus is IMessageSchedule schedule
            ? Create(bus.SendEndpointProvider, schedule, scope.GetRequiredService<TBus>().Topology)
            : throw new ConfigurationException(
                $"AddEntityFrameworkMessageScheduler<{typeof(TDbContext).Name}>: IMessageScheduler needs UseBusOutbox in AddEntityFrameworkOutbox."
            );
    }

    static MessageScheduler Create(ISendEndpointProvider endpoints, IMessageSchedule schedule, IBusTopology topology) =>
        new(new OutboxScheduleMessageProvider(endpoints, schedule), topology);
}
