namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Whose fault it is that a message was not sent.</summary>
enum DeliveryFailureKind
{
    /// <summary>The row cannot be made into a message, however often it is tried.</summary>
    Unreadable,

    /// <summary>The broker is there and does not take this message.</summary>
    Refused,

    /// <summary>The broker cannot be reached or does not answer; says nothing about the message.</summary>
    BrokerAway,
}
