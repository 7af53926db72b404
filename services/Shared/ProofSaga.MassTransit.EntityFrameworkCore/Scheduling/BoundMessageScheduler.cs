using MassTransit.DependencyInjection;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The scheduler of a further bus (<c>AddMassTransit&lt;TBus&gt;</c>), which scopes find as they find the bus's other services.</summary>
sealed class BoundMessageScheduler<TBus, TDbContext>(
    OutboxMessageSchedulerFactory<TDbContext> schedulers,
    IServiceProvider scope
) : Bind<TBus, IMessageScheduler>(schedulers.Create<TBus>(scope))
    where TBus : class, IBus
    where TDbContext : DbContext;
