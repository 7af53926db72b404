namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Why the first message of an outbox that was not sent was not, and what follows for the outbox.</summary>
/// <param name="SequenceNumber">The message.</param>
/// <param name="Attempts">How often it was refused in a row, this time included if it was.</param>
/// <param name="BackOff">How long to leave the outbox alone, unless it is set aside.</param>
/// <param name="SetsAside">Whether nobody is to try again by himself.</param>
/// <param name="Reason">For an operator, without the message's content.</param>
sealed record DeliveryFailure(
    long SequenceNumber,
    DeliveryFailureKind Kind,
    int Attempts,
    TimeSpan BackOff,
    bool SetsAside,
    string Reason
);
