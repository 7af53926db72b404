using System.Data;
using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Committed messages that wait to be sent, by the outbox they belong to. Claiming and settling are short transactions; nothing is locked in between.</summary>
/// <typeparam name="TDbContext">The context that has the outbox tables.</typeparam>
/// <typeparam name="TKey">The primary key of the table that has one row for each outbox.</typeparam>
abstract class OutboxBacklog<TDbContext, TKey>(
    EntityFrameworkOutboxOptions<TDbContext> options,
    OutboxDeliverySignal<TDbContext> signal
)
    where TDbContext : DbContext
    where TKey : notnull
{
    protected EntityFrameworkOutboxOptions<TDbContext> Options { get; } = options;

    /// <summary>Takes the oldest outboxes that nobody else holds, and reads their messages that are due. Empty when there is nothing to do.</summary>
    public async Task<IReadOnlyList<WaitingOutbox<TKey>>> ClaimAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // READ COMMITTED: SKIP LOCKED keeps claimers apart, a stricter level would only add serialization failures
        var claimed = await context.InTransactionAsync(
            IsolationLevel.ReadCommitted,
            token => ClaimStatesAsync(context, lease, now, token),
            cancellationToken
        );
        if (claimed.Count == 0)
            return [];

        var messages = await LoadMessagesAsync(context, lease, now, cancellationToken);
        var byOwner = messages.ToLookup(OwnerOf);
        return
        [
            .. claimed.Select(outbox => new WaitingOutbox<TKey>(
                outbox.StateKey,
                outbox.DeliveryAttempts,
                [.. byOwner[outbox.Owner]]
            )),
        ];
    }

    /// <summary>Deletes what was sent, closes the outboxes that are empty now, and gives back the others. One transaction.</summary>
    public async Task SettleAsync(
        TDbContext context,
        DeliveryLease lease,
        IReadOnlyCollection<DeliveryOutcome<TKey>> outcomes,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var sent = outcomes.SelectMany(outcome => outcome.Sent).ToList();
        var untroubled = outcomes
            .Where(outcome => outcome.Failure is null)
            .Select(outcome => outcome.Outbox.StateKey)
            .ToList();

        var failed = outcomes
            .Where(outcome => outcome.Failure is not null)
            .Select(outcome => (outcome.Outbox.StateKey, Postponement: Postponement.Of(outcome.Failure!, now)))
            .ToList();

        var unfinished = false;
        await context.InTransactionAsync(IsolationLevel.ReadCommitted, SettleAsync, cancellationToken);
        // a lease that ran out before the last message: the delivery service does the rest, without waiting for its next poll
        if (unfinished)
            signal.Raise();
        foreach (var (_, postponement) in failed)
            signal.LookAgainAt(postponement.DeliverAfter);

        async Task SettleAsync(CancellationToken token)
        {
            if (sent.Count > 0)
                await context
                    .Set<OutboxMessage>()
                    .Where(message => EF.Parameter(sent).Contains(message.SequenceNumber))
                    .ExecuteDeleteAsync(token);

            unfinished =
                untroubled.Count > 0 && await CloseAsync(context, lease, untroubled, now, token) < untroubled.Count;
            if (unfinished)
                await ReleaseAsync(context, lease, untroubled, now, token);

            foreach (var (key, postponement) in failed)
                await PostponeAsync(context, lease, key, postponement, token);
        }
    }

    /// <summary>Marks the oldest due rows with the lease and returns them, oldest first.</summary>
    protected abstract Task<IReadOnlyList<ClaimedOutbox<TKey>>> ClaimStatesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    );

    /// <summary>Due messages of what the lease claimed, in order, up to the configured limit.</summary>
    protected abstract Task<List<OutboxMessage>> LoadMessagesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    );

    /// <inheritdoc cref="ClaimedOutbox{TKey}.Owner"/>
    protected abstract (Guid?, Guid?) OwnerOf(OutboxMessage message);

    /// <summary>Closes those of the outboxes that have no message left, and says how many.</summary>
    protected abstract Task<int> CloseAsync(
        TDbContext context,
        DeliveryLease lease,
        IReadOnlyList<TKey> keys,
        DateTime now,
        CancellationToken cancellationToken
    );

    /// <summary>Gives back those that are still held: at once, or from when their earliest delayed message is due.</summary>
    protected abstract Task ReleaseAsync(
        TDbContext context,
        DeliveryLease lease,
        IReadOnlyList<TKey> keys,
        DateTime now,
        CancellationToken cancellationToken
    );

    /// <summary>Leaves an outbox alone for a time, or sets it aside.</summary>
    protected abstract Task PostponeAsync(
        TDbContext context,
        DeliveryLease lease,
        TKey key,
        Postponement postponement,
        CancellationToken cancellationToken
    );

    /// <summary>Rows that were claimed, by <see cref="BacklogStatements.Claim{TState}"/>.</summary>
    protected Task<List<TState>> ClaimAsync<TState>(
        TDbContext context,
        BacklogStatements statements,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
        where TState : class =>
        context
            .Set<TState>()
            .FromSqlRaw(
                statements.Claim<TState>(context, Options.SkipLockedClause),
                now,
                Options.QueryMessageLimit,
                lease.Holder,
                lease.Until
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);

    /// <summary>Their messages, by <see cref="BacklogStatements.Load{TState}"/>.</summary>
    protected Task<List<OutboxMessage>> LoadAsync<TState>(
        TDbContext context,
        BacklogStatements statements,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
        where TState : class
    {
        var most = Options.MessageDeliveryLimit;
        return context
            .Set<OutboxMessage>()
            .FromSqlRaw(statements.Load<TState>(context), now, most, most - 1, lease.Holder, lease.Until)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }
}
