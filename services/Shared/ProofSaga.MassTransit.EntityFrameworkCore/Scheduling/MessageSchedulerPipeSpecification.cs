using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

sealed class MessageSchedulerPipeSpecification<TDbContext>(OutboxMessageSchedulerFactory<TDbContext> schedulers)
    : IPipeSpecification<ConsumeContext>
    where TDbContext : DbContext
{
    public void Apply(IPipeBuilder<ConsumeContext> builder) =>
        builder.AddFilter(new MessageSchedulerFilter<TDbContext>(schedulers));

    public IEnumerable<ValidationResult> Validate() => [];
}
