using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Takes a message back that waits in an outbox of its own.</summary>
static class DelayedMessageDeletion
{
    /// <summary>
    /// Deletes it now, in the context's transaction if there is one: two deletes by index in one round trip. When this returns, no node begins to deliver it any
    /// more (the rows are locked, and claims skip locked rows), unless the transaction is rolled back.
    /// </summary>
    public static Task DeleteDelayedMessageAsync(
        this DbContext context,
        Guid tokenId,
        CancellationToken cancellationToken
    )
    {
        var messages = MappedTable.Of<OutboxMessage>(context);
        var outboxes = MappedTable.Of<OutboxState>(context);
        // in the order in which a delivery deletes them, so that the two do not wait for each other
        var statements = $$"""
            DELETE FROM {{messages.Name}} WHERE {{messages.Column(nameof(OutboxMessage.OutboxId))}} = {0};
            DELETE FROM {{outboxes.Name}} WHERE {{outboxes.Column(nameof(OutboxState.OutboxId))}} = {0};
            """;
        return context.Database.ExecuteSqlRawAsync(statements, [tokenId], cancellationToken);
    }

    /// <summary>Deletes it with the context's next SaveChanges, if it is still there then (<see cref="DelayedMessageGoneInterceptor"/>).</summary>
    public static async Task RemoveDelayedMessageAsync(
        this DbContext context,
        Guid tokenId,
        CancellationToken cancellationToken
    )
    {
        var stored = await context
            .Set<OutboxState>()
            .Where(outbox => outbox.OutboxId == tokenId)
            .Join(
                context.Set<OutboxMessage>(),
                outbox => outbox.OutboxId,
                message => message.OutboxId,
                (outbox, message) => new { Outbox = outbox, Message = message }
            )
            .AsTracking()
            .ToListAsync(cancellationToken);
        foreach (var row in stored)
            context.RemoveRange(row.Message, row.Outbox);

        // scheduled in this unit of work and not saved yet
        context.RemoveRange(context.Set<OutboxMessage>().Local.Where(message => message.OutboxId == tokenId).ToList());
        context.RemoveRange(context.Set<OutboxState>().Local.Where(outbox => outbox.OutboxId == tokenId).ToList());
    }
}
