using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Deletes what nobody needs any more, the oldest first, no more than some rows at a time; says how many. What was consumed and not delivered is the delivery
/// service's: it sends the messages, and closes an outbox or an inbox row that has none left.
/// </summary>
static class InboxCleanup
{
    /// <summary>Forgets messages whose consumers' messages were all sent before a time (UTC).</summary>
    public static Task<int> ForgetAsync(
        DbContext context,
        DateTime deliveredBefore,
        int most,
        CancellationToken cancellationToken
    ) =>
        context
            .Set<InboxState>()
            .Where(state => state.Delivered < deliveredBefore)
            .OrderBy(state => state.Delivered)
            .Take(most)
            .ExecuteDeleteAsync(cancellationToken);

    /// <summary>Drops messages that were to be sent before a time (UTC) and were not, because their destination or an earlier message held them back.</summary>
    public static Task<int> DropExpiredAsync(
        DbContext context,
        DateTime expiredBefore,
        int most,
        CancellationToken cancellationToken
    ) =>
        context
            .Set<OutboxMessage>()
            .Where(message => message.ExpirationTime < expiredBefore)
            .OrderBy(message => message.ExpirationTime)
            .Take(most)
            .ExecuteDeleteAsync(cancellationToken);
}
