using System.Globalization;

namespace ProofSaga.Hosting.Messaging;

/// <summary>The broker of section <c>RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    public const string Section = "RabbitMq";

    /// <summary>The broker counts milliseconds in 31 bits.</summary>
    static readonly TimeSpan LongestConsumerTimeout = TimeSpan.FromDays(24);

    /// <value><c>amqp://user:password@host:port/virtual-host</c> (<c>RABBITMQ_URL</c>). Default none: queues in memory.</value>
    public string? Url { get; set; }

    /// <summary>
    /// The type of every queue, error and skipped queues included: <c>classic</c> or <c>quorum</c>
    /// (<c>RABBITMQ_QUEUE_TYPE</c>). RabbitMQ cannot change the type of a queue that exists.
    /// </summary>
    /// <value>Default classic: right for one node. Quorum for a cluster of three or more.</value>
    public QueueType QueueType { get; set; } = QueueType.Classic;

    /// <summary>
    /// The broker's <c>consumer_timeout</c>, after which it takes an unacknowledged message back
    /// (<c>RABBITMQ_CONSUMER_TIMEOUT</c>). It cannot be asked for: say here what rabbitmq.conf says. A process whose stages may
    /// take longer does not start.
    /// </summary>
    /// <value>Default 30 minutes, as the broker's. 0 to 24 days; 0: the broker has none.</value>
    public TimeSpan ConsumerTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <exception cref="FormatException">A value cannot be read; names the setting, never quotes the address.</exception>
    public static RabbitMqOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return new RabbitMqOptions
        {
            Url = section[nameof(Url)],
            QueueType = TypeOf(section[nameof(QueueType)]),
            ConsumerTimeout = ConsumerTimeoutOf(section[nameof(ConsumerTimeout)]),
        };
    }

    static TimeSpan ConsumerTimeoutOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? new RabbitMqOptions().ConsumerTimeout
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout)
        && timeout >= TimeSpan.Zero
        && timeout <= LongestConsumerTimeout
            ? timeout
        : throw new FormatException(
            $"{Section}:{nameof(ConsumerTimeout)} (RABBITMQ_CONSUMER_TIMEOUT) is '{text}'; it must be a time from 00:00:00 "
                + $"(none) to {LongestConsumerTimeout}, such as 00:30:00."
        );

    static QueueType TypeOf(string? name) =>
        string.IsNullOrWhiteSpace(name) ? QueueType.Classic
        : Enum.TryParse<QueueType>(name, ignoreCase: true, out var type) && Enum.IsDefined(type) ? type
        : throw new FormatException(
            $"{Section}:{nameof(QueueType)} (RABBITMQ_QUEUE_TYPE) is '{name}'; it must be classic or quorum."
        );
}
