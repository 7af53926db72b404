namespace MassTransit;

/// <summary>How stored messages are sent.</summary>
public interface IEntityFrameworkBusOutboxConfigurator : IBusOutboxConfigurator
{
    /// <summary>How many messages one round of delivery reads.</summary>
    /// <value>Default 100; at least 1.</value>
    int MessageDeliveryLimit { set; }

    /// <summary>How long the broker may take for one message.</summary>
    /// <value>Default 10 seconds; more than zero. Messages of a process that died are taken over by another (or by itself, restarted) after twice this time.</value>
    TimeSpan MessageDeliveryTimeout { get; set; }

    /// <summary>
    /// After how many refusals in a row of its first message an outbox is set aside (<c>IOutboxQuarantine</c>), so that it is tried no more until somebody
    /// replays it. A broker that is away refuses nothing: such attempts do not count. A message that cannot be read is set aside at once.
    /// </summary>
    /// <value>Default 10, which is about 4 minutes; 0: never.</value>
    int MaxDeliveryAttempts { set; }
}
