using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The inbox row of a message that arrives at a consumer, inside the consumer's transaction.</summary>
/// <param name="State">Its <see cref="InboxState.Consumed"/> is set if the message was consumed before. Not tracked.</param>
/// <param name="Lease">What the row says already about who sends the consumer's messages once it is committed; null if it says nothing.</param>
sealed record InboxEntry(InboxState State, DeliveryLease? Lease)
{
    /// <summary>
    /// Inserts the row, or finds and locks it; waits while another transaction consumes the same message. One round trip. A new row is written as it is to be
    /// after the commit of a consumer that leaves messages, since nobody sees it before: most consumers need not write it again.
    /// </summary>
    public static async Task<InboxEntry> EnterAsync(
        DbContext context,
        Guid messageId,
        Guid consumerId,
        DeliveryLease lease,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var table = MappedTable.Of<InboxState>(context);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = table.Statement(nameof(InboxEntry), Statement);
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        if (context.Database.GetCommandTimeout() is { } seconds)
            command.CommandTimeout = seconds;
        table.AddParameter(command, "message", nameof(InboxState.MessageId), messageId);
        table.AddParameter(command, "consumer", nameof(InboxState.ConsumerId), consumerId);
        table.AddParameter(command, "holder", nameof(InboxState.LockId), lease.Holder);
        table.AddParameter(command, "now", nameof(InboxState.Received), now);
        table.AddParameter(command, "until", nameof(InboxState.DeliverAfter), lease.Until);

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Read(reader, messageId, consumerId, lease, now);
    }

    static InboxEntry Read(DbDataReader row, Guid messageId, Guid consumerId, DeliveryLease lease, DateTime now)
    {
        var state = new InboxState
        {
            Id = row.GetInt64(0),
            MessageId = messageId,
            ConsumerId = consumerId,
            LockId = lease.Holder,
            Received = now,
            ReceiveCount = row.GetInt32(1),
        };
        // found, and not consumed: such rows are left by the official package, which commits them before the consumer runs
        if (row.IsDBNull(2))
            return new InboxEntry(state, null);
        if (state.ReceiveCount == 1)
            return new InboxEntry(state, lease);
        state.Consumed = row.GetDateTime(2);
        return new InboxEntry(state, null);
    }

    static string Statement(MappedTable table)
    {
        var key = $"{table.Column(nameof(InboxState.MessageId))}, {table.Column(nameof(InboxState.ConsumerId))}";
        var receiveCount = table.Column(nameof(InboxState.ReceiveCount));
        var consumed = table.Column(nameof(InboxState.Consumed));
        return $"""
            INSERT INTO {table.Name} AS known ({key}, {table.Column(nameof(InboxState.LockId))},
                {table.Column(nameof(InboxState.Received))}, {receiveCount}, {consumed},
                {table.Column(nameof(InboxState.DeliverAfter))})
            VALUES (@message, @consumer, @holder, @now, 1, @now, @until)
            ON CONFLICT ({key}) DO UPDATE SET {receiveCount} = known.{receiveCount} + 1
            RETURNING {table.Column(nameof(InboxState.Id))}, {receiveCount}, {consumed}
            """;
    }
}
