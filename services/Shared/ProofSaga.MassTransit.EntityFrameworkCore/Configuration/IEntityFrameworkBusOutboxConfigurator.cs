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
}
