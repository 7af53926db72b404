using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Tables;

/// <summary>The official package's tables, so that data and code can move there: it ignores the columns that it does not know.</summary>
sealed class When_the_tables_are_created(DatabaseKind kind) : ProviderScenario(kind)
{
    static readonly string[] OfficialColumns =
    [
        "InboxState.ConsumerId",
        "InboxState.Consumed?",
        "InboxState.Delivered?",
        "InboxState.ExpirationTime?",
        "InboxState.Id",
        "InboxState.LastSequenceNumber?",
        "InboxState.LockId",
        "InboxState.MessageId",
        "InboxState.ReceiveCount",
        "InboxState.Received",
        "InboxState.RowVersion?",
        "OutboxMessage.Body",
        "OutboxMessage.ContentType",
        "OutboxMessage.ConversationId?",
        "OutboxMessage.CorrelationId?",
        "OutboxMessage.DestinationAddress?",
        "OutboxMessage.EnqueueTime?",
        "OutboxMessage.ExpirationTime?",
        "OutboxMessage.FaultAddress?",
        "OutboxMessage.Headers?",
        "OutboxMessage.InboxConsumerId?",
        "OutboxMessage.InboxMessageId?",
        "OutboxMessage.InitiatorId?",
        "OutboxMessage.MessageId",
        "OutboxMessage.MessageType",
        "OutboxMessage.OutboxId?",
        "OutboxMessage.Properties?",
        "OutboxMessage.RequestId?",
        "OutboxMessage.ResponseAddress?",
        "OutboxMessage.SentTime",
        "OutboxMessage.SequenceNumber",
        "OutboxMessage.SourceAddress?",
        "OutboxState.Created",
        "OutboxState.Delivered?",
        "OutboxState.LastSequenceNumber?",
        "OutboxState.LockId",
        "OutboxState.OutboxId",
        "OutboxState.RowVersion?",
    ];

    static readonly string[] OwnColumns =
    [
        "InboxState.DeliverAfter?",
        "InboxState.DeliveryAttempts",
        "InboxState.SetAside?",
        "InboxState.SetAsideReason?",
        "InboxState.SetAsideSequenceNumber?",
        "OutboxState.DeliverAfter?",
        "OutboxState.DeliveryAttempts",
        "OutboxState.SetAside?",
        "OutboxState.SetAsideReason?",
        "OutboxState.SetAsideSequenceNumber?",
    ];

    static readonly string[] OfficialIndexes =
    [
        "InboxState(Delivered)",
        "InboxState(MessageId,ConsumerId) unique",
        "OutboxMessage(EnqueueTime)",
        "OutboxMessage(ExpirationTime)",
        "OutboxMessage(InboxMessageId,InboxConsumerId,SequenceNumber) unique",
        "OutboxMessage(OutboxId,SequenceNumber) unique",
        "OutboxState(Created)",
    ];

    static readonly string[] OwnIndexes =
    [
        "InboxState(DeliverAfter,Consumed)",
        "InboxState(SetAsideSequenceNumber)",
        "OutboxState(DeliverAfter,Created)",
        "OutboxState(SetAsideSequenceNumber)",
    ];

    const string PostgresColumns = """
        SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS "Value"
        FROM information_schema.columns WHERE table_name IN ('InboxState', 'OutboxState', 'OutboxMessage')
        """;

    const string PostgresIndexes = """
        SELECT t.relname || '(' || string_agg(a.attname, ',' ORDER BY k.position) || ')'
            || CASE WHEN i.indisunique THEN ' unique' ELSE '' END AS "Value"
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, position)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
        WHERE t.relname IN ('InboxState', 'OutboxState', 'OutboxMessage') AND NOT i.indisprimary
        GROUP BY i.indexrelid, t.relname, i.indisunique
        """;

    const string SqliteColumns = """
        SELECT t.name || '.' || c.name || CASE c."notnull" WHEN 0 THEN '?' ELSE '' END AS "Value"
        FROM sqlite_master t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name IN ('InboxState', 'OutboxState', 'OutboxMessage')
        """;

    const string SqliteIndexes = """
        SELECT table_name || '(' || group_concat(column_name) || ')' || CASE is_unique WHEN 1 THEN ' unique' ELSE '' END AS "Value"
        FROM (
            SELECT t.name AS table_name, i.name AS index_name, i."unique" AS is_unique, c.name AS column_name
            FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
            WHERE t.type = 'table' AND t.name IN ('InboxState', 'OutboxState', 'OutboxMessage') AND i.origin <> 'pk'
            ORDER BY t.name, i.name, c.seqno)
        GROUP BY table_name, index_name, is_unique
        """;

    [Test]
    public async Task They_have_the_official_columns_and_some_of_our_own() =>
        Assert.That(
            await ListAsync(Store.IsPostgres ? PostgresColumns : SqliteColumns),
            Is.EquivalentTo(OfficialColumns.Concat(OwnColumns))
        );

    [Test]
    public async Task They_have_the_official_indexes_and_some_of_our_own() =>
        Assert.That(
            await ListAsync(Store.IsPostgres ? PostgresIndexes : SqliteIndexes),
            Is.EquivalentTo(OfficialIndexes.Concat(OwnIndexes))
        );

    Task<List<string>> ListAsync(string sql) =>
        Store.ReadAsync(shop => shop.Database.SqlQueryRaw<string>(sql).ToListAsync());
}
