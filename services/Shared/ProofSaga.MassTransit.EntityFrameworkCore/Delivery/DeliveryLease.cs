namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The right to send the messages of some outboxes, until a time. It lives in two columns, so no transaction is open while messages are sent.</summary>
/// <param name="Holder">Who has it, the row's <c>LockId</c>: nobody gets the same row twice under one id.</param>
/// <param name="Until">UTC, the row's <c>DeliverAfter</c>; from then on anybody may send.</param>
sealed record DeliveryLease(Guid Holder, DateTime Until)
{
    /// <summary>
    /// Long enough that a send which begins in the first half and takes all of its time still ends within the lease. Nodes compare their own clocks with it:
    /// keep them within a few seconds of each other, else a message may go out twice (with the same id, so that an inbox drops the second).
    /// </summary>
    public static DeliveryLease Take(DateTime now, TimeSpan messageDeliveryTimeout) =>
        Take(NewId.NextGuid(), now, messageDeliveryTimeout);

    /// <summary>The right of somebody who is known by the same id in all of its claims.</summary>
    public static DeliveryLease Take(Guid holder, DateTime now, TimeSpan messageDeliveryTimeout) =>
        new(holder, now + (2 * messageDeliveryTimeout));
}
