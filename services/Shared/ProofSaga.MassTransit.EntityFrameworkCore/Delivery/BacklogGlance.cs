using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Looks, by one query over all backlogs, whether something is due and when the next will be. Claims nothing: what it sees may be somebody else's already.
/// </summary>
static class BacklogGlance
{
    public static async Task<BacklogsInSight> LookAsync(
        DbContext context,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var outbox = MappedTable.Of<OutboxState>(context);
        var inbox = MappedTable.Of<InboxState>(context);
        var statement = outbox.Statement(nameof(BacklogGlance), _ => Statement(outbox, inbox));
        var rows = await context.Database.SqlQueryRaw<Row>(statement).ToListAsync(cancellationToken);
        var row = rows[0];
        var next = new[] { row.OutboxNext, row.InboxNext }.Where(due => due > now && due < Postponement.Never).Min();
        return new BacklogsInSight(
            row.OutboxReady > 0 || row.OutboxNext <= now,
            row.InboxReady > 0 || row.InboxNext <= now,
            next
        );
    }

    static string Statement(MappedTable outbox, MappedTable inbox)
    {
        var unsent =
            $"{inbox.Column(nameof(InboxState.Delivered))} IS NULL AND {inbox.Column(nameof(InboxState.Consumed))} IS NOT NULL";
        var outboxDue = outbox.Column(nameof(OutboxState.DeliverAfter));
        var inboxDue = inbox.Column(nameof(InboxState.DeliverAfter));
        // the ends of the indexes on DeliverAfter answer it; without ORDER BY, Postgres would rather read the table until it finds a row without a time
        return $"""
            SELECT
                (SELECT count(*) FROM (SELECT 1 FROM {outbox.Name} WHERE {outboxDue} IS NULL
                    ORDER BY {outboxDue}, {outbox.Column(nameof(OutboxState.Created))} LIMIT 1) AS o) AS "OutboxReady",
                (SELECT min({outboxDue}) FROM {outbox.Name}) AS "OutboxNext",
                (SELECT count(*) FROM (SELECT 1 FROM {inbox.Name} WHERE {unsent} AND {inboxDue} IS NULL
                    ORDER BY {inboxDue}, {inbox.Column(nameof(InboxState.Consumed))} LIMIT 1) AS i) AS "InboxReady",
                (SELECT min({inboxDue}) FROM {inbox.Name} WHERE {unsent}) AS "InboxNext"
            """;
    }

    /// <summary>The answer: for each backlog, 1 if a row may be sent at once, and the earliest time of the others (UTC).</summary>
    sealed record Row(long OutboxReady, DateTime? OutboxNext, long InboxReady, DateTime? InboxNext);
}
