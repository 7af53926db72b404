namespace ProofSaga.Hosting.Messaging;

/// <summary>The broker of section <c>RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    public const string Section = "RabbitMq";

    /// <value><c>amqp://user:password@host:port/virtual-host</c> (<c>RABBITMQ_URL</c>). Default none: queues in memory.</value>
    public string? Url { get; set; }

    /// <summary>
    /// The type of every queue, error and skipped queues included: <c>classic</c> or <c>quorum</c>
    /// (<c>RABBITMQ_QUEUE_TYPE</c>). RabbitMQ cannot change the type of a queue that exists.
    /// </summary>
    /// <value>Default classic: right for one node. Quorum for a cluster of three or more.</value>
    public QueueType QueueType { get; set; } = QueueType.Classic;

    /// <exception cref="FormatException">A value cannot be read; names the setting, never quotes the address.</exception>
    public static RabbitMqOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return new RabbitMqOptions { Url = section[nameof(Url)], QueueType = TypeOf(section[nameof(QueueType)]) };
    }

    static QueueType TypeOf(string? name) =>
        string.IsNullOrWhiteSpace(name) ? QueueType.Classic
        : Enum.TryParse<QueueType>(name, ignoreCase: true, out var type) && Enum.IsDefined(type) ? type
        : throw new FormatException(
            $"{Section}:{nameof(QueueType)} (RABBITMQ_QUEUE_TYPE) is '{name}'; it must be classic or quorum."
        );
}
