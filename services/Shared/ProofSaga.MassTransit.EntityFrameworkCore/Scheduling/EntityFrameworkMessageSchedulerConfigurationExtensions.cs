using MassTransit.DependencyInjection;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit;

/// <summary>Configures the durable scheduler.</summary>
public static class EntityFrameworkMessageSchedulerConfigurationExtensions
{
    /// <summary>
    /// Scheduled messages wait in the outbox tables of a DbContext, and the outbox's delivery service sends them when they are due: no plugin, no scheduler process,
    /// no transport that can delay. Add it beside <c>AddEntityFrameworkOutbox&lt;TDbContext&gt;(outbox =&gt; outbox.UseBusOutbox())</c>; nothing else is needed.
    /// </summary>
    /// <remarks>
    /// <para>
    /// <b>In a consumer or saga with an outbox</b> (<c>context.SchedulePublish</c>, <c>context.ScheduleSend</c>, <c>Schedule</c>, <c>Unschedule</c>, or an injected
    /// <see cref="IMessageScheduler"/>): scheduling and cancelling are part of its transaction; when it fails, nothing was scheduled and nothing cancelled.
    /// <b>In one without an outbox</b>: at once, when the call returns.
    /// <b>In any other scope</b> (<see cref="IMessageScheduler"/>): with the next SaveChanges of the scope's DbContext.
    /// <b>From the root provider</b>: <see cref="InvalidOperationException"/>, as nobody would save.
    /// </para>
    /// <para>
    /// <b>Times</b> are UTC; a local time is converted, one of unspecified kind is taken as UTC, one in the past is due at once. A time to live counts from then.
    /// Every node that runs the delivery service sends what is due, by its own clock, each message once.
    /// </para>
    /// <para>
    /// <b>Cancelling</b> deletes the message. One that a node took for delivery before, because it was due, may still go out; one that is gone, or never was, is no
    /// error. A message whose token a convention derives (<c>ScheduleTokenId.UseTokenId</c>) takes the place of the one that waits under this token.
    /// </para>
    /// <para>
    /// <b>On a further bus</b> (<c>AddMassTransit&lt;TBus&gt;</c>) the scheduler is <c>Bind&lt;TBus, IMessageScheduler&gt;</c>; a consumer of another bus opens a
    /// scope of its own for it.
    /// </para>
    /// <para>Recurring schedules are not supported: resolving <see cref="IRecurringMessageScheduler"/> says so.</para>
    /// </remarks>
    public static void AddEntityFrameworkMessageScheduler<TDbContext>(this IBusRegistrationConfigurator configurator)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.TryAddSingleton<OutboxMessageSchedulerFactory<TDbContext>>();
        var busType = OutboxBus<TDbContext>.TypeOf(configurator);
        if (busType == typeof(IBus))
            configurator.TryAddScoped(provider =>
                provider.GetRequiredService<OutboxMessageSchedulerFactory<TDbContext>>().Create<IBus>(provider)
            );
        else
            configurator.TryAdd(
                ServiceDescriptor.Scoped(
                    typeof(Bind<,>).MakeGenericType(busType, typeof(IMessageScheduler)),
                    typeof(BoundMessageScheduler<,>).MakeGenericType(busType, typeof(TDbContext))
                )
            );
        configurator.TryAddScoped<IRecurringMessageScheduler>(_ =>
            throw new NotSupportedException(
                "The outbox sends a scheduled message once. For a recurring one, schedule the next from its consumer."
            )
        );
        configurator.ConfigureDbContext<TDbContext>(
            (_, builder) => builder.AddInterceptors(DelayedMessageGoneInterceptor.Instance)
        );
        configurator.AddConfigureEndpointsCallback(
            (context, _, endpoint) => endpoint.UseEntityFrameworkMessageScheduler<TDbContext>(context)
        );
    }

    /// <summary>
    /// Gives the consumers of an endpoint that is configured by hand, and has no outbox, the scheduler; all others have it from
    /// <see cref="AddEntityFrameworkMessageScheduler{TDbContext}"/>.
    /// </summary>
    /// <exception cref="ConfigurationException"><see cref="AddEntityFrameworkMessageScheduler{TDbContext}"/> or the outbox is missing.</exception>
    public static void UseEntityFrameworkMessageScheduler<TDbContext>(
        this IConsumePipeConfigurator configurator,
        IRegistrationContext context
    )
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        ArgumentNullException.ThrowIfNull(context);
        var schedulers =
            context.GetService<OutboxMessageSchedulerFactory<TDbContext>>()
            ?? throw new ConfigurationException(
                $"UseEntityFrameworkMessageScheduler<{typeof(TDbContext).Name}>: call AddEntityFrameworkMessageScheduler<{typeof(TDbContext).Name}> too."
            );
        configurator.AddPrePipeSpecification(new MessageSchedulerPipeSpecification<TDbContext>(schedulers));
    }
}
