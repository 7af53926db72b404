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
    static readonly BacklogStatements Statements = new(
        Key: nameof(OutboxState.OutboxId),
        Order: nameof(OutboxState.Created),
        Unset: null,
        Owner: [(nameof(OutboxState.OutboxId), nameof(OutboxMessage.OutboxId))]
    );

    protected override async Task<IReadOnlyList<ClaimedOutbox<Guid>>> ClaimStatesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var claimed = await ClaimAsync<OutboxState>(context, Statements, lease, now, cancellationToken);
        return
        [
            .. claimed
                .OrderBy(state => state.Created)
                .Select(s => new ClaimedOutbox<Guid>(s.OutboxId, (s.OutboxId, null), s.DeliveryAttempts)),
        ];
    }

    protected override Task<List<OutboxMessage>> LoadMessagesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    ) => LoadAsync<OutboxState>(context, Statements, lease, now, cancellationToken);

    protected override (Guid?, Guid?) OwnerOf(OutboxMessage message) => (message.OutboxId, null);

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
                                    .Where(m => m.OutboxId == state.OutboxId)
                                    .Min(m => m.EnqueueTime ?? now)
                        ),
                cancellationToken
            );

    protected override Task PostponeAsync(
        TDbContext context,
        DeliveryLease lease,
        Guid key,
        Postponement postponement,
        CancellationToken cancellationToken
    ) => postponement.WriteToAsync(Held(context, lease, [key]), cancellationToken);

    static IQueryable<OutboxState> Held(TDbContext context, DeliveryLease lease, IReadOnlyList<Guid> keys) =>
        context.Set<OutboxState>().Where(state => keys.Contains(state.OutboxId) && state.LockId == lease.Holder);
}
