namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What one round of delivery came to.</summary>
/// <param name="Outboxes">How many were claimed.</param>
/// <param name="Sent">How many messages were sent.</param>
/// <param name="IsFull">Whether as many were claimed as one round takes, so that there are likely more.</param>
/// <param name="MissedBroker">Whether an attempt failed because the broker is away.</param>
readonly record struct DeliveryRound(int Outboxes, int Sent, bool IsFull, bool MissedBroker)
{
    /// <summary>Something failed because the broker is away, and nothing was sent.</summary>
    public bool IsInVain => MissedBroker && Sent == 0;

    public static DeliveryRound operator +(DeliveryRound first, DeliveryRound second) =>
        new(
            first.Outboxes + second.Outboxes,
            first.Sent + second.Sent,
            first.IsFull || second.IsFull,
            first.MissedBroker || second.MissedBroker
        );
}
