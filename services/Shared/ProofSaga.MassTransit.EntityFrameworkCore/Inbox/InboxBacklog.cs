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
    static readonly BacklogStatements Statements = new(
        Key: nameof(InboxState.Id),
        Order: nameof(InboxState.Consumed),
        Unset: nameof(InboxState.Delivered),
        Owner:
        [
            (nameof(InboxState.MessageId), nameof(OutboxMessage.InboxMessageId)),
            (nameof(InboxState.ConsumerId), nameof(OutboxMessage.InboxConsumerId)),
        ]
    );

    protected override async Task<IReadOnlyList<ClaimedOutbox<long>>> ClaimStatesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var claimed = await ClaimAsync<InboxState>(context, Statements, lease, now, cancellationToken);
        return
        [
            .. claimed
                .OrderBy(state => state.Consumed)
                .Select(s => new ClaimedOutbox<long>(s.Id, (s.MessageId, s.ConsumerId), s.DeliveryAttempts)),
        ];
    }

    protected override Task<List<OutboxMessage>> LoadMessagesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    ) => LoadAsync<InboxState>(context, Statements, lease, now, cancellationToken);

    protected override (Guid?, Guid?) OwnerOf(OutboxMessage message) =>
        (message.InboxMessageId, message.InboxConsumerId);

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
        DateTime now,
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
                                    .Where(m =>
                                        m.InboxMessageId == state.MessageId && m.InboxConsumerId == state.ConsumerId
                                    )
                                    .Min(m => m.EnqueueTime ?? now)
                        ),
                cancellationToken
            );

    protected override Task PostponeAsync(
        TDbContext context,
        DeliveryLease lease,
        long key,
        Postponement postponement,
        CancellationToken cancellationToken
    ) => postponement.WriteToAsync(Held(context, lease, [key]), cancellationToken);

    static IQueryable<InboxState> Held(TDbContext context, DeliveryLease lease, IReadOnlyList<long> keys) =>
        context.Set<InboxState>().Where(state => keys.Contains(state.Id) && state.LockId == lease.Holder);
}
