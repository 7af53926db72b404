using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Outboxes that were set aside because their first message is refused again and again, or cannot be read. Nothing of such an outbox is sent, so that its
/// order is kept, until somebody replays it or discards the message. Safe at any time, from any process, beside running delivery.
/// </summary>
public interface IOutboxQuarantine<TDbContext>
    where TDbContext : DbContext
{
    /// <summary>The messages that stop their outboxes, by ascending sequence number.</summary>
    /// <param name="limit">At least 1.</param>
    /// <param name="after">The last sequence number of the page before; 0 for the first page.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    Task<IReadOnlyList<SetAsideMessage>> ListAsync(
        int limit = 100,
        long after = 0,
        CancellationToken cancellationToken = default
    );

    /// <summary>Has these sent again at once, and what waits behind them, with all of their attempts.</summary>
    /// <returns>How many of them were still set aside.</returns>
    Task<int> ReplayAsync(IReadOnlyCollection<long> sequenceNumbers, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ReplayAsync"/>
    Task<int> ReplayAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes these messages for good; what waits behind them is sent at once.</summary>
    /// <returns>How many of them were still set aside.</returns>
    Task<int> DiscardAsync(IReadOnlyCollection<long> sequenceNumbers, CancellationToken cancellationToken = default);
}
