namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A message that could not be sent; its outbox waits behind it. Times are UTC.</summary>
/// <param name="SequenceNumber">Names it in <see cref="IOutboxQuarantine{TDbContext}"/>.</param>
/// <param name="MessageType">The message's type names (urn:message:…), separated by semicolons.</param>
/// <param name="Attempts">How often it was refused in a row.</param>
/// <param name="SetAside">Since when nobody tries any more.</param>
/// <param name="Reason">Why the last attempt failed; nothing of the message's content.</param>
public sealed record SetAsideMessage(
    long SequenceNumber,
    Guid MessageId,
    string MessageType,
    Uri? DestinationAddress,
    DateTime SentTime,
    int Attempts,
    DateTime SetAside,
    string? Reason
);
