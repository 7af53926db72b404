using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Plans;

/// <summary>Fills the inbox and outbox, a statement for each kind of row.</summary>
sealed class FullTables(TestStore store)
{
    const string Everyone = "00000000-0000-0000-0000-000000000000";

    long rows;

    /// <summary>Keeps statistics from being gathered in between.</summary>
    public async Task ForgoStatisticsAsync()
    {
        if (!store.IsPostgres)
            return;
        foreach (var table in new[] { "InboxState", "OutboxState", "OutboxMessage" })
            await ExecuteAsync($"""ALTER TABLE "{table}" SET (autovacuum_enabled = false)""");
    }

    public Task GatherStatisticsAsync() => ExecuteAsync("ANALYZE");

    /// <summary>Adds consumed messages whose messages were sent, and outboxes and consumed messages that wait with a message each.</summary>
    /// <param name="waiting">Of each kind: half of them may be sent, half are held back for a long time.</param>
    public async Task AddAsync(int delivered, int waiting)
    {
        await AddInboxAsync(delivered, "NULL", Time("0"));
        await AddInboxAsync(waiting / 2, Time("-1000000 - i"), "NULL");
        await AddInboxAsync(waiting / 2, Time("100000000 + i"), "NULL");
        await AddOutboxesAsync(waiting / 2, Time("-1000000 - i"));
        await AddOutboxesAsync(waiting / 2, Time("100000000 + i"));
    }

    async Task AddInboxAsync(int count, string deliverAfter, string delivered)
    {
        await ExecuteAsync(
            $"""
            {Numbers(count)}
            INSERT INTO "InboxState" ("MessageId", "ConsumerId", "LockId", "Received", "ReceiveCount", "Consumed", "Delivered", "DeliverAfter")
            SELECT {Id}, {Nobody}, {Nobody}, {Time("i")}, 1, {Time("i")}, {delivered}, {deliverAfter} FROM numbers
            """
        );
        if (delivered == "NULL")
            await AddMessagesAsync(count, """ "InboxMessageId", "InboxConsumerId" """, $"{Id}, {Nobody}");
        rows += count;
    }

    async Task AddOutboxesAsync(int count, string deliverAfter)
    {
        await ExecuteAsync(
            $"""
            {Numbers(count)}
            INSERT INTO "OutboxState" ("OutboxId", "LockId", "Created", "DeliverAfter")
            SELECT {Id}, {Nobody}, {Time("i")}, {deliverAfter} FROM numbers
            """
        );
        await AddMessagesAsync(count, """ "OutboxId" """, Id);
        rows += count;
    }

    Task<int> AddMessagesAsync(int count, string ownerColumns, string owner) =>
        ExecuteAsync(
            $"""
            {Numbers(count)}
            INSERT INTO "OutboxMessage" ("MessageId", "SentTime", "ContentType", "MessageType", "Body", {ownerColumns})
            SELECT {Id}, {Time(
                "i"
            )}, 'application/vnd.masstransit+json', 'urn:message:Shop:OrderPlaced', 'body', {owner} FROM numbers
            """
        );

    string Numbers(int count) =>
        $"WITH RECURSIVE numbers(i) AS (SELECT {rows + 1} UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows + count})";

    string Nobody => store.IsPostgres ? $"'{Everyone}'::uuid" : $"'{Everyone}'";

    string Id => store.IsPostgres ? "lpad(to_hex(i), 32, '0')::uuid" : "printf('00000000-0000-0000-0000-%012X', i)";

    /// <summary>A time so many seconds after one that is past.</summary>
    string Time(string seconds) =>
        store.IsPostgres
            ? $"timestamptz '2026-01-01 00:00:00Z' + ({seconds}) * interval '1 second'"
            : $"strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', ({seconds}) || ' seconds')";

    Task<int> ExecuteAsync(string statement) =>
        store.ReadAsync(shop =>
        {
            shop.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
            return shop.Database.ExecuteSqlRawAsync(statement);
        });
}
