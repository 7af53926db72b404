using MassTransit.Configuration;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Runs a consumer in one transaction with its inbox mark and its outgoing messages, then sends these from memory. A crash after the commit leaves them to the
/// delivery service; a second delivery of the message waits for the first one's transaction and is dropped.
/// </summary>
sealed class EntityFrameworkOutboxContextFactory<TDbContext>(
    TDbContext dbContext,
    EntityFrameworkOutboxOptions<TDbContext> options,
    OutboxSender<TDbContext> sender,
    InboxBacklog<TDbContext> backlog,
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
        if (consumed?.Lease is { } lease)
            await DeliverAsync(context, consumed.Messages, lease);
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
                    var inbox = await EnterAsync(messageId, consumeOptions.ConsumerId, token);
                    if (inbox.Consumed is not null)
                    {
                        logger.DuplicateDropped(messageId, consumeOptions.ConsumerId, inbox.Consumed);
                        return null;
                    }

                    outbox = new DbContextOutboxConsumeContext<TDbContext, T>(
                        context,
                        consumeOptions,
                        options,
                        provider,
                        dbContext,
                        inbox,
                        time
                    );
                    await next.Send(outbox);
                    return outbox;
                },
                context.CancellationToken
            );
        }
        catch (Exception failure) when (outbox is { IsMessageConsumed: true })
        {
            // the consumer has reported success already, only its transaction failed
            await context.NotifyFaulted(time.GetElapsedTime(started), TypeCache<T>.ShortName, failure);
            throw;
        }
    }

    /// <summary>Inserts the inbox row, or finds and locks it; waits while another transaction consumes the same message. One round trip.</summary>
    async Task<InboxState> EnterAsync(Guid messageId, Guid consumerId, CancellationToken cancellationToken)
    {
        var table = MappedTable.Of<InboxState>(dbContext);
        var receiveCount = table.Column(nameof(InboxState.ReceiveCount));
        var key = $"{table.Column(nameof(InboxState.MessageId))}, {table.Column(nameof(InboxState.ConsumerId))}";
        var statement = $$"""
            INSERT INTO {{table.Name}} AS known ({{key}}, {{table.Column(nameof(InboxState.LockId))}},
                {{table.Column(nameof(InboxState.Received))}}, {{receiveCount}})
            VALUES ({0}, {1}, {2}, {3}, 1)
            ON CONFLICT ({{key}}) DO UPDATE SET {{receiveCount}} = known.{{receiveCount}} + 1
            RETURNING {{table.Columns}}
            """;
        var rows = await dbContext
            .Set<InboxState>()
            .FromSqlRaw(statement, messageId, consumerId, Guid.Empty, time.GetUtcNow().UtcDateTime)
            .AsTracking()
            .ToListAsync(cancellationToken);
        return rows[0];
    }

    async Task DeliverAsync(ConsumeContext context, WaitingOutbox<long> outbox, DeliveryLease lease)
    {
        var outcome = await sender.SendAsync(
            outbox,
            lease,
            context.ReceiveContext.SendEndpointProvider,
            context.CancellationToken
        );
        try
        {
            dbContext.ChangeTracker.Clear();
            // what was sent must be recorded, also when the host is stopping
            await backlog.SettleAsync(
                dbContext,
                lease,
                [outcome],
                time.GetUtcNow().UtcDateTime,
                CancellationToken.None
            );
        }
        catch (Exception failure)
        {
            // the consumer's effect is committed: failing now would send the message to the error queue
            logger.ConsumerOutboxLeft(failure, context.MessageId, lease.Until);
        }
    }
}
