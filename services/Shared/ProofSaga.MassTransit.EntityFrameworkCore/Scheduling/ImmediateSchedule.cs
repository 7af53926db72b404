using MassTransit.Middleware.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// The schedule of a consumer without an outbox, which is no unit of work: each message is stored, or taken back, when the call returns. If the DbContext of the
/// consumer's scope has a transaction open (a saga repository's), in that one, else in one of its own.
/// </summary>
sealed class ImmediateSchedule<TDbContext> : IMessageSchedule
    where TDbContext : DbContext
{
    readonly ConsumeContext consumeContext;
    readonly IServiceProvider provider;
    readonly OutboxDeliverySignal<TDbContext> signal;
    readonly TimeProvider time;

    public ImmediateSchedule(ConsumeContext consumeContext, IServiceProvider provider)
    {
        this.consumeContext = consumeContext;
        this.provider = provider;
        signal = provider.GetRequiredService<OutboxDeliverySignal<TDbContext>>();
        time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        Endpoints = new OutboxSendEndpointProvider(this, consumeContext);
    }

    /// <summary>Lead into this schedule; what is sent there inherits from the consumed message.</summary>
    public ISendEndpointProvider Endpoints { get; }

    public object? GetService(Type serviceType) => provider.GetService(serviceType);

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        var now = time.GetUtcNow().UtcDateTime;
        var message = OutboxMessageFactory.Create(context, now);
        var delayed =
            DelayedMessage.From(context, message, now)
            ?? throw new InvalidOperationException($"{TypeCache<T>.ShortName} was sent, not scheduled.");
        return InContextAsync(async dbContext =>
        {
            if (delayed.MayReplace)
                await dbContext.RemoveDelayedMessageAsync(delayed.TokenId, context.CancellationToken);
            delayed.AddTo(dbContext);
            signal.RaiseAfterCommitOf(dbContext);
            await dbContext.SaveChangesAsync(context.CancellationToken);
            signal.LookAgainAt(delayed.DueTime);
        });
    }

    public Task CancelAsync(Guid tokenId, CancellationToken cancellationToken) =>
        InContextAsync(dbContext => dbContext.DeleteDelayedMessageAsync(tokenId, cancellationToken));

    async Task InContextAsync(Func<TDbContext, Task> work)
    {
        if (
            consumeContext.TryGetPayload(out IServiceScope? consumers)
            && consumers.ServiceProvider.GetService<TDbContext>()
                is { Database.CurrentTransaction: not null } inTransaction
        )
        {
            await work(inTransaction);
            return;
        }

        await using var scope = provider.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<TDbContext>());
    }
}
