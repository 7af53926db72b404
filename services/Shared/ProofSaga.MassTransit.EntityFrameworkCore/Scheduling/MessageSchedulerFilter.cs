using MassTransit.Context;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Gives consumers a scheduler, unless another one is configured before. An outbox that opens further in makes it its own.</summary>
sealed class MessageSchedulerFilter<TDbContext>(OutboxMessageSchedulerFactory<TDbContext> schedulers)
    : IFilter<ConsumeContext>
    where TDbContext : DbContext
{
    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        context.GetOrAddPayload<MessageSchedulerContext>(() =>
            new ConsumeMessageSchedulerContext(context, schedulers.Create)
        );
        return next.Send(context);
    }

    public void Probe(ProbeContext context) =>
        context.CreateFilterScope("scheduler").Add("provider", "entityFrameworkCore");
}
