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
        var attempts = await context.InTransactionAsync(
            IsolationLevel.ReadCommitted,
            token => ClaimStatesAsync(context, lease, now, token),
            cancellationToken
        );
        if (attempts.Count == 0)
            return [];

        var messages = await LoadMessagesAsync(context, [.. attempts.Keys], now, cancellationToken);
        return [.. attempts.Select(state => new WaitingOutbox<TKey>(state.Key, state.Value, [.. messages[state.Key]]))];
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
            .Select(outcome => outcome.Outbox)
            .Select(outbox => (outbox.StateKey, Attempts: outbox.DeliveryAttempts + 1))
            .ToList();

        await context.InTransactionAsync(IsolationLevel.ReadCommitted, SettleAsync, cancellationToken);
        foreach (var (_, attempts) in failed)
            signal.LookAgainAt(now + DeliveryBackOff.After(attempts));

        async Task SettleAsync(CancellationToken token)
        {
            if (sent.Count > 0)
                await context
                    .Set<OutboxMessage>()
                    .Where(message => sent.Contains(message.SequenceNumber))
                    .ExecuteDeleteAsync(token);

            if (untroubled.Count > 0 && await CloseAsync(context, lease, untroubled, now, token) < untroubled.Count)
                await ReleaseAsync(context, lease, untroubled, token);

            foreach (var (key, attempts) in failed)
                await PostponeAsync(context, lease, key, attempts, now + DeliveryBackOff.After(attempts), token);
        }
    }

    /// <summary>Marks the oldest due rows with the lease and returns their keys, oldest first, with their failed attempts.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, int>> ClaimStatesAsync(
        TDbContext context,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    );

    /// <summary>Due messages of these outboxes, in order, up to the configured limit.</summary>
    protected abstract Task<ILookup<TKey, OutboxMessage>> LoadMessagesAsync(
        TDbContext context,
        IReadOnlyList<TKey> keys,
        DateTime now,
        CancellationToken cancellationToken
    );

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
        CancellationToken cancellationToken
    );

    /// <summary>Leaves an outbox alone until <paramref name="next"/>.</summary>
    protected abstract Task PostponeAsync(
        TDbContext context,
        DeliveryLease lease,
        TKey key,
        int attempts,
        DateTime next,
        CancellationToken cancellationToken
    );

    /// <summary>One statement that claims rows and returns them; parameters <c>{0}</c> now, <c>{1}</c> how many, <c>{2}</c> holder, <c>{3}</c> until.</summary>
    protected string ClaimStatement(MappedTable table, string key, string order, string? condition)
    {
        var due = $"{table.Column("DeliverAfter")} IS NULL OR {table.Column("DeliverAfter")} <= {{0}}";
        var where = condition is null ? due : $"{condition} AND ({due})";
        // materialized: Postgres might otherwise run the locking subquery more than once and claim more than the limit
        return $"""
            WITH due AS MATERIALIZED (
                SELECT {table.Column(key)} AS due_key FROM {table.Name} WHERE {where}
                ORDER BY {table.Column(order)} LIMIT {"{1}"}{Options.SkipLockedClause})
            UPDATE {table.Name} SET {table.Column("LockId")} = {"{2}"}, {table.Column("DeliverAfter")} = {"{3}"}
            WHERE {table.Column(key)} IN (SELECT due_key FROM due) RETURNING {table.Columns}
            """;
    }
}
