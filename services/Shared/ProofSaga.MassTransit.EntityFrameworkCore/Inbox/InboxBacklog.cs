using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Messages that a consumer left to be sent: usually sent by the consumer's own process right after its commit, else by whoever finds them.</summary>
sealed class InboxBacklog<TDbContext>(
    EntityFrameworkOutboxOptions<TDbContext> options,
    OutboxDeliverySignal<TDbContext> signal
) : OutboxBacklog<TDbContext, long>(options, signal)
    where TDbContext : DbContext
{
    protected override async Task<IReadOnlyDictionary<long, int>> ClaimStatesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var table = MappedTable.Of<InboxState>(context);
        var statement = ClaimStatement(
            table,
            nameof(InboxState.Id),
            nameof(InboxState.Consumed),
            $"{table.Column(nameof(InboxState.Delivered))} IS NULL AND {table.Column(nameof(InboxState.Consumed))} IS NOT NULL"
        );
        var claimed = await context
            .Set<InboxState>()
            .FromSqlRaw(statement, now, Options.QueryMessageLimit, lease.Holder, lease.Until)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return claimed.OrderBy(state => state.Consumed).ToDictionary(state => state.Id, s => s.DeliveryAttempts);
    }

    protected override async Task<ILookup<long, OutboxMessage>> LoadMessagesAsync(
        TDbContext context,
        IReadOnlyList<long> keys,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var messages = await context
            .Set<OutboxMessage>()
            .AsNoTracking()
            .Where(message => message.EnqueueTime == null || message.EnqueueTime <= now)
            .Join(
                context.Set<InboxState>().Where(state => keys.Contains(state.Id)),
                message => new { MessageId = message.InboxMessageId, ConsumerId = message.InboxConsumerId },
                state => new { MessageId = (Guid?)state.MessageId, ConsumerId = (Guid?)state.ConsumerId },
                (message, state) => new { state.Id, Message = message }
            )
            .OrderBy(row => row.Message.SequenceNumber)
            .Take(Options.MessageDeliveryLimit)
            .ToListAsync(cancellationToken);
        return messages.ToLookup(row => row.Id, row => row.Message);
    }

    protected override Task<int> CloseAsync(
        TDbContext context,
        DeliveryLease lease,
        IReadOnlyList<long> keys,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        Held(context, lease, keys)
            .Where(state =>
                !context
                    .Set<OutboxMessage>()
                    .Any(m => m.InboxMessageId == state.MessageId && m.InboxConsumerId == state.ConsumerId)
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(state => state.LockId, Guid.Empty)
                        .SetProperty(state => state.DeliverAfter, (DateTime?)null)
                        .SetProperty(state => state.Delivered, now),
                cancellationToken
            );

    protected override Task ReleaseAsync(
        TDbContext context,
        DeliveryLease lease,
        IReadOnlyList<long> keys,
        CancellationToken cancellationToken
    ) =>
        Held(context, lease, keys)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(state => state.LockId, Guid.Empty)
                        .SetProperty(state => state.DeliveryAttempts, 0)
                        .SetProperty(
                            state => state.DeliverAfter,
                            state =>
                                context
                                    .Set<OutboxMessage>()
                                    .Any(m =>
                                        m.InboxMessageId == state.MessageId
                                        && m.InboxConsumerId == state.ConsumerId
                                        && m.EnqueueTime == null
                                    )
                                    ? null
                                    : context
                                        .Set<OutboxMessage>()
                                        .Where(m =>
                                            m.InboxMessageId == state.MessageId && m.InboxConsumerId == state.ConsumerId
                                        )
                                        .Min(m => m.EnqueueTime)
                        ),
                cancellationToken
            );

    protected override Task PostponeAsync(
        TDbContext context,
        DeliveryLease lease,
        long key,
        int attempts,
        DateTime next,
        CancellationToken cancellationToken
    ) =>
        Held(context, lease, [key])
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(state => state.LockId, Guid.Empty)
                        .SetProperty(state => state.DeliveryAttempts, attempts)
                        .SetProperty(state => state.DeliverAfter, next),
                cancellationToken
            );

    static IQueryable<InboxState> Held(TDbContext context, DeliveryLease lease, IReadOnlyList<long> keys) =>
        context.Set<InboxState>().Where(state => keys.Contains(state.Id) && state.LockId == lease.Holder);
}
