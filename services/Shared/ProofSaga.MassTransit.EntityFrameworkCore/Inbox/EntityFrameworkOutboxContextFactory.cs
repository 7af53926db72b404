using MassTransit.Configuration;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Runs a consumer in one transaction with its inbox mark and its outgoing messages, then sends these from memory; that they were sent is recorded later, with
/// others. A crash after the commit leaves them to the delivery service; a second delivery of the message waits for the first one's transaction and is dropped.
/// </summary>
sealed class EntityFrameworkOutboxContextFactory<TDbContext>(
    TDbContext dbContext,
    EntityFrameworkOutboxOptions<TDbContext> options,
    OutboxSender<TDbContext> sender,
    ConsumerOutboxSettler<TDbContext> settler,
    IServiceProvider provider,
    ILogger<EntityFrameworkOutboxContextFactory<TDbContext>> logger
) : IOutboxContextFactory<TDbContext>
    where TDbContext : DbContext
{
    readonly TimeProvider time = provider.GetService<TimeProvider>() ?? TimeProvider.System;

    public async Task Send<T>(
        ConsumeContext<T> context,
        OutboxConsumeOptions options,
        IPipe<OutboxConsumeContext<T>> next
    )
        where T : class
    {
        var messageId =
            context.GetOriginalMessageId()
            ?? throw new MessageException(typeof(T), "A message needs a MessageId to be consumed through the outbox");
        var consumed = await ConsumeAsync(context, messageId, options, next);
        if (consumed is null)
        {
            // a repeat, too, has been consumed: else it would go to the queue for messages that nobody consumes
            await context.NotifyConsumed(TimeSpan.Zero, TypeCache<T>.ShortName);
            return;
        }

        await consumed.ReportConsumedAsync();
        if (consumed.Lease is { } lease)
            settler.Settle(await SendAsync(context, consumed.Messages, lease), lease);
    }

    public void Probe(ProbeContext context) =>
        context.CreateFilterScope("outboxContextFactory").Add("provider", "entityFrameworkCore");

    /// <summary>Returns null for a message that was consumed before.</summary>
    async Task<DbContextOutboxConsumeContext<TDbContext, T>?> ConsumeAsync<T>(
        ConsumeContext<T> context,
        Guid messageId,
        OutboxConsumeOptions consumeOptions,
        IPipe<OutboxConsumeContext<T>> next
    )
        where T : class
    {
        var started = time.GetTimestamp();
        DbContextOutboxConsumeContext<TDbContext, T>? outbox = null;
        try
        {
            return await dbContext.InTransactionAsync(
                options.IsolationLevel,
                async token =>
                {
                    outbox = null;
                    var entry = await EnterAsync(messageId, consumeOptions.ConsumerId, token);
                    if (entry.State.Consumed is { } before)
                    {
                        logger.DuplicateDropped(messageId, consumeOptions.ConsumerId, before);
                        return null;
                    }

                    outbox = new DbContextOutboxConsumeContext<TDbContext, T>(
                        context,
                        consumeOptions,
                        settler,
                        provider,
                        dbContext,
                        entry,
                        time
                    );
                    await next.Send(outbox);
                    return outbox;
                },
                context.CancellationToken
            );
        }
        catch (Exception failure) when (outbox is not null)
        {
            await outbox.ReportFaultedAsync(time.GetElapsedTime(started), failure);
            throw;
        }
    }

    Task<InboxEntry> EnterAsync(Guid messageId, Guid consumerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var lease = settler.TakeLease(now);
        return InboxEntry.EnterAsync(dbContext, messageId, consumerId, lease, now, cancellationToken);
    }

    /// <summary>Never throws: the consumer's effect is committed, and failing now would send its message to the error queue.</summary>
    Task<DeliveryOutcome<long>> SendAsync(ConsumeContext context, WaitingOutbox<long> outbox, DeliveryLease lease) =>
        sender.SendAsync(outbox, lease, context.ReceiveContext.SendEndpointProvider, context.CancellationToken);
}
