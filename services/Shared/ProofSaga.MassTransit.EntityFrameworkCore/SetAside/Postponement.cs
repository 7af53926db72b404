using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What is written to an outbox whose first message could not be sent. Times are UTC.</summary>
/// <param name="DeliverAfter">When to try again; <see cref="Never"/> if it is set aside.</param>
sealed record Postponement(
    int Attempts,
    DateTime DeliverAfter,
    DateTime? SetAside,
    long? SequenceNumber,
    string? Reason
)
{
    /// <summary>
    /// Later than any time that is compared with it, so that the statement that claims outboxes need not know of those set aside: <c>infinity</c> on Postgres,
    /// the last day of the year 9999 on SQLite.
    /// </summary>
    public static readonly DateTime Never = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    public static Postponement Of(DeliveryFailure failure, DateTime now) =>
        failure.SetsAside
            ? new(failure.Attempts, Never, now, failure.SequenceNumber, failure.Reason)
            : new(failure.Attempts, now + failure.BackOff, null, null, null);

    /// <summary>Gives the outboxes back with it.</summary>
    public Task WriteToAsync<TState>(IQueryable<TState> held, CancellationToken cancellationToken)
        where TState : class, ISetAsideState =>
        held.ExecuteUpdateAsync(
            set =>
                set.SetProperty(state => state.LockId, Guid.Empty)
                    .SetProperty(state => state.DeliveryAttempts, Attempts)
                    .SetProperty(state => state.DeliverAfter, DeliverAfter)
                    .SetProperty(state => state.SetAside, SetAside)
                    .SetProperty(state => state.SetAsideSequenceNumber, SequenceNumber)
                    .SetProperty(state => state.SetAsideReason, Reason),
            cancellationToken
        );
}
