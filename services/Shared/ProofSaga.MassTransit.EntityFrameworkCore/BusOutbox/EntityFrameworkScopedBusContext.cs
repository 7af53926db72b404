using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A scope's bus outbox: what is published or sent is added to the DbContext, and stored or given up with its other changes.</summary>
sealed class EntityFrameworkScopedBusContext<TBus, TDbContext>(
    TBus bus,
    TDbContext context,
    IClientFactory clientFactory,
    IServiceProvider provider
) : ScopedBusContext, IMessageSchedule
    where TBus : class, IBus
    where TDbContext : DbContext
{
    readonly TimeProvider time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
    readonly OutboxDeliverySignal<TDbContext> signal = provider.GetRequiredService<OutboxDeliverySignal<TDbContext>>();
    readonly Lock tracking = new();
    EntityEntry<OutboxState>? current;
    Guid? currentTransaction;

    public ISendEndpointProvider SendEndpointProvider => field ??= new OutboxSendEndpointProvider(this, bus);

    public IPublishEndpoint PublishEndpoint =>
        field ??= new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));

    /// <summary>Requests do not go through the outbox: the answer would wait for a commit that waits for the answer.</summary>
    public IScopedClientFactory ClientFactory =>
        field ??= new ScopedClientFactory(
            new ClientFactory(new ScopedClientFactoryContext(clientFactory, provider)),
            null
        );

    public object? GetService(Type serviceType) => provider.GetService(serviceType);

    public async Task AddSend<T>(SendContext<T> sendContext)
        where T : class
    {
        var now = time.GetUtcNow().UtcDateTime;
        var message = OutboxMessageFactory.Create(sendContext, now);
        var delayed = DelayedMessage.From(sendContext, message, now);
        if (delayed is { MayReplace: true })
            await CancelAsync(delayed.TokenId, sendContext.CancellationToken);

        // messages of one batch are published side by side, a DbContext is used by one at a time
        lock (tracking)
        {
            if (delayed is null)
                Add(message);
            else
                delayed.AddTo(context);
            signal.RaiseAfterCommitOf(context);
        }

        if (delayed is not null)
            signal.LookAgainAt(delayed.DueTime);
    }

    public Task CancelAsync(Guid tokenId, CancellationToken cancellationToken) =>
        context.RemoveDelayedMessageAsync(tokenId, cancellationToken);

    void Add(OutboxMessage message)
    {
        var transaction = context.Database.CurrentTransaction?.TransactionId;
        if (!IsOpen(transaction))
        {
            var now = time.GetUtcNow().UtcDateTime;
            current = context.Add(
                new OutboxState
                {
                    OutboxId = NewId.NextGuid(),
                    Created = now,
                    DeliverAfter = now,
                }
            );
            currentTransaction = transaction;
        }

        message.OutboxId = current!.Entity.OutboxId;
        context.Add(message);
    }

    /// <summary>The messages of one transaction share an outbox; after its commit, rollback or a cleared change tracker the next message opens another.</summary>
    bool IsOpen(Guid? transaction) =>
        current?.State switch
        {
            EntityState.Added => true,
            EntityState.Unchanged => transaction is not null && transaction == currentTransaction,
            _ => false,
        };
}
