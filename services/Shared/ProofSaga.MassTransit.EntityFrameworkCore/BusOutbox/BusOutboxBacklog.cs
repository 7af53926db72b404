using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Messages of bus outboxes: a row in OutboxState for each committed transaction, deleted with its last message.</summary>
sealed class BusOutboxBacklog<TDbContext>(
    EntityFrameworkOutboxOptions<TDbContext> options,
    OutboxDeliverySignal<TDbContext> signal
) : OutboxBacklog<TDbContext, Guid>(options, signal)
    where TDbContext : DbContext
{
    protected override async Task<IReadOnlyDictionary<Guid, int>> ClaimStatesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var statement = ClaimStatement(
            MappedTable.Of<OutboxState>(context),
            nameof(OutboxState.OutboxId),
            nameof(OutboxState.Created),
            condition: null
        );
        var claimed = await context
            .Set<OutboxState>()
            .FromSqlRaw(statement, now, Options.QueryMessageLimit, lease.Holder, lease.Until)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return claimed.OrderBy(state => state.Created).ToDictionary(state => state.OutboxId, s => s.DeliveryAttempts);
    }

    protected override async Task<ILookup<Guid, OutboxMessage>> LoadMessagesAsync(
        TDbContext context,
        IReadOnlyList<Guid> keys,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var outboxIds = keys.Select(key => (Guid?)key).ToList();
        var messages = await context
            .Set<OutboxMessage>()
            .AsNoTracking()
            .Where(message => outboxIds.Contains(message.OutboxId))
            .Where(message => message.EnqueueTime == null || message.EnqueueTime <= now)
            .OrderBy(message => message.SequenceNumber)
            .Take(Options.MessageDeliveryLimit)
            .ToListAsync(cancellationToken);
        return messages.ToLookup(message => message.OutboxId.GetValueOrDefault());
    }

    protected override Task<int> CloseAsync(
        TDbContext context,
        DeliveryLease lease,
        IReadOnlyList<Guid> keys,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        Held(context, lease, keys)
            .Where(state => !context.Set<OutboxMessage>().Any(message => message.OutboxId == state.OutboxId))
            .ExecuteDeleteAsync(cancellationToken);

    protected override Task ReleaseAsync(
        TDbContext context,
        DeliveryLease lease,
        IReadOnlyList<Guid> keys,
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
                                    .Any(m => m.OutboxId == state.OutboxId && m.EnqueueTime == null)
                                    ? null
                                    : context
                                        .Set<OutboxMessage>()
                                        .Where(m => m.OutboxId == state.OutboxId)
                                        .Min(m => m.EnqueueTime)
                        ),
                cancellationToken
            );

    protected override Task PostponeAsync(
        TDbContext context,
        DeliveryLease lease,
        Guid key,
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

    static IQueryable<OutboxState> Held(TDbContext context, DeliveryLease lease, IReadOnlyList<Guid> keys) =>
        context.Set<OutboxState>().Where(state => keys.Contains(state.OutboxId) && state.LockId == lease.Holder);
}
