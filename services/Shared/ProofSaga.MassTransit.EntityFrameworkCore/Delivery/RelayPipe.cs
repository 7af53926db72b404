using System.Net.Mime;
using System.Text.Json;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Makes a send out of a stored message: the body goes out as it was serialized, the addresses, ids, headers and transport properties with it.</summary>
sealed class RelayPipe(OutboxMessage message, DateTime now) : IPipe<SendContext>
{
    public Task Send(SendContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OutboxMessageContext stored = message;

        context.MessageId = message.MessageId;
        context.RequestId = message.RequestId;
        context.ConversationId = message.ConversationId;
        context.CorrelationId = message.CorrelationId;
        context.InitiatorId = message.InitiatorId;
        context.SourceAddress = message.SourceAddress;
        context.ResponseAddress = message.ResponseAddress;
        context.FaultAddress = message.FaultAddress;
        context.SupportedMessageTypes = message.MessageType.Split(';');
        if (message.ExpirationTime is { } expirationTime)
            context.TimeToLive = expirationTime - now;

        foreach (var (key, value) in stored.Headers.GetAll())
            context.Headers.Set(key, AsPrimitive(value));

        if (stored.Properties.Count > 0 && context is TransportSendContext transport)
            transport.ReadPropertiesFrom(stored.Properties);
        // the delay, which some transports write to the properties, is over: EnqueueTime was waited for
        context.Delay = null;

        var contentType = new ContentType(message.ContentType);
        if (!context.Serialization.TryGetMessageDeserializer(contentType, out var deserializer))
            throw new UnreadableMessageException($"No serializer of the bus knows the content type {contentType}");
        context.Serializer = new CopyBodySerializer(contentType, deserializer.GetMessageBody(message.Body));
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("outboxRelay");

    /// <summary>Transports copy headers of simple types only; a JSON value would be left out.</summary>
    static object? AsPrimitive(object? value) =>
        value is not JsonElement json
            ? value
            : json.ValueKind switch
            {
                JsonValueKind.String => json.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number when json.TryGetInt64(out var whole) => whole,
                JsonValueKind.Number => json.GetDouble(),
                JsonValueKind.Null or JsonValueKind.Undefined => null,
                _ => json,
            };
}
