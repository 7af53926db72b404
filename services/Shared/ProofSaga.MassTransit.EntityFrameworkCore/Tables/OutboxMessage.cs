using MassTransit.Metadata;
using MassTransit.Middleware;
using MassTransit.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// A message on its way out, serialized. It belongs to a bus outbox (<see cref="OutboxId"/>) or to a consumed message
/// (<see cref="InboxMessageId"/>, <see cref="InboxConsumerId"/>). Times are UTC.
/// </summary>
public class OutboxMessage : OutboxMessageContext
{
    static readonly Dictionary<string, object> NoProperties = new(StringComparer.OrdinalIgnoreCase);

    Headers? headers;
    IReadOnlyDictionary<string, object>? properties;

    /// <summary>Not to be sent before this time; null: at once.</summary>
    public DateTime? EnqueueTime { get; set; }

    public DateTime SentTime { get; set; }

    /// <summary>The message's headers, as a JSON object.</summary>
    public string? Headers { get; set; }

    /// <summary>What the transport wants to know (routing key, priority, …), as a JSON object.</summary>
    public string? Properties { get; set; }

    public Guid? InboxMessageId { get; set; }

    public Guid? InboxConsumerId { get; set; }

    public Guid? OutboxId { get; set; }

    /// <summary>Given by the database; ascending within one outbox.</summary>
    public long SequenceNumber { get; set; }

    public Guid MessageId { get; set; }

    public string ContentType { get; set; } = null!;

    /// <summary>The message's type names (urn:message:…), separated by semicolons.</summary>
    public string MessageType { get; set; } = null!;

    /// <summary>The serialized message, envelope included, exactly as it goes to the broker.</summary>
    public string Body { get; set; } = null!;

    public Guid? ConversationId { get; set; }

    public Guid? CorrelationId { get; set; }

    public Guid? InitiatorId { get; set; }

    public Guid? RequestId { get; set; }

    public Uri? SourceAddress { get; set; }

    public Uri? DestinationAddress { get; set; }

    public Uri? ResponseAddress { get; set; }

    public Uri? FaultAddress { get; set; }

    /// <summary>Of no use to anyone after this time: not sent any more.</summary>
    public DateTime? ExpirationTime { get; set; }

    Guid? MessageContext.MessageId => MessageId;

    DateTime? MessageContext.SentTime => SentTime;

    Headers MessageContext.Headers => headers ??= ReadHeaders();

    HostInfo MessageContext.Host => HostMetadataCache.Host;

    IReadOnlyDictionary<string, object> OutboxMessageContext.Properties => properties ??= ReadProperties();

    Headers ReadHeaders() =>
        Read<object?>(Headers) is { Count: > 0 } values ? new DictionarySendHeaders(values) : EmptyHeaders.Instance;

    Dictionary<string, object> ReadProperties() => Read<object>(Properties) ?? NoProperties;

    static Dictionary<string, T>? Read<T>(string? json) =>
        string.IsNullOrWhiteSpace(json)
            ? null
            : SystemTextJsonMessageSerializer.Instance.DeserializeObject<Dictionary<string, T>>(json);
}
