using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The SQL of one backlog, for Postgres and SQLite. Each statement reads a bounded number of rows by an index, however many there are.</summary>
/// <param name="Key">The property of the state that is its primary key.</param>
/// <param name="Order">The property that says when it was committed.</param>
/// <param name="Unset">A property that is null in every row of the backlog; null: every row of the table belongs to it.</param>
/// <param name="Owner">The properties of the state, and those of the message that refer to them.</param>
sealed record BacklogStatements(
    string Key,
    string Order,
    string? Unset,
    IReadOnlyList<(string State, string Message)> Owner
)
{
    /// <summary>
    /// Claims rows and returns them; parameters <c>{0}</c> now, <c>{1}</c> how many, <c>{2}</c> holder, <c>{3}</c> until. First those without a time
    /// (as the official package writes them; all of ours have one), then those that have been due for longest.
    /// </summary>
    public string Claim<TState>(DbContext context, string skipLocked)
        where TState : class
    {
        return MappedTable.Of<TState>(context).Statement(nameof(Claim), Write);

        string Write(MappedTable table)
        {
            var (key, after) = (table.Column(Key), table.Column(nameof(OutboxState.DeliverAfter)));
            var from = $"FROM {table.NameByIndexOn(nameof(OutboxState.DeliverAfter))} WHERE {Where(table, "")}{after}";
            var oldest = $"ORDER BY {after}, {table.Column(Order)} LIMIT {{1}}{skipLocked}";
            // materialized: Postgres might otherwise run a locking subquery more than once and claim more than the limit
            return $$"""
                WITH untimed AS MATERIALIZED (SELECT {{key}} AS due_key {{from}} IS NULL {{oldest}}),
                timed AS MATERIALIZED (SELECT {{key}} AS due_key {{from}} <= {0} {{oldest}}),
                due AS MATERIALIZED (SELECT due_key FROM untimed UNION ALL SELECT due_key FROM timed LIMIT {1})
                UPDATE {{table.Name}} SET {{table.Column(nameof(OutboxState.LockId))}} = {2}, {{after}} = {3}
                WHERE {{key}} IN (SELECT due_key FROM due) RETURNING {{table.Columns}}
                """;
        }
    }

    /// <summary>
    /// The due messages of what a lease claimed, in order; parameters <c>{0}</c> now, <c>{1}</c> how many, <c>{2}</c> one less than that, <c>{3}</c> holder,
    /// <c>{4}</c> until. Reads no more than that many of any outbox.
    /// </summary>
    public string Load<TState>(DbContext context)
        where TState : class
    {
        var message = MappedTable.Of<OutboxMessage>(context);
        return MappedTable.Of<TState>(context).Statement(nameof(Load), Write);

        string Write(MappedTable state)
        {
            var number = message.Column(nameof(OutboxMessage.SequenceNumber));
            var enqueued = message.Column(nameof(OutboxMessage.EnqueueTime));
            var after = state.Column(nameof(OutboxState.DeliverAfter));
            // materialized, compared as pairs, and coalesced: so that no index but that of one outbox's messages fits, whatever the statistics say
            return $$"""
                WITH claimed AS MATERIALIZED (
                    SELECT m.* FROM {{state.Name}} s JOIN {{message.Name}} m ON {{Of("m")}}
                        AND ({{Columns("m", pair => message.Column(pair.Message))}}, m.{{number}}) <=
                            ({{Columns("s", pair => state.Column(pair.State))}}, COALESCE(
                                (SELECT n.{{number}} FROM {{message.Name}} n WHERE {{Of("n")}} AND {{Due("n")}}
                                ORDER BY n.{{number}} LIMIT 1 OFFSET {2}), {{long.MaxValue}}))
                    WHERE {{Where(state, "s.")}}s.{{after}} = {4}
                        AND s.{{state.Column(nameof(OutboxState.LockId))}} = {3} AND {{Due("m")}})
                SELECT {{message.Columns}} FROM claimed ORDER BY {{number}} LIMIT {1}
                """;

            string Due(string row) => $"COALESCE({row}.{enqueued}, {{0}}) <= {{0}}";

            string Columns(string row, Func<(string State, string Message), string> column) =>
                string.Join(", ", Owner.Select(pair => $"{row}.{column(pair)}"));

            string Of(string row) =>
                string.Join(
                    " AND ",
                    Owner.Select(pair => $"{row}.{message.Column(pair.Message)} = s.{state.Column(pair.State)}")
                );
        }
    }

    /// <summary>As the partial index says it.</summary>
    string Where(MappedTable table, string row) =>
        Unset is null ? "" : $"{row}{table.Column(Unset)} IS NULL AND {row}{table.Column(Order)} IS NOT NULL AND ";
}
