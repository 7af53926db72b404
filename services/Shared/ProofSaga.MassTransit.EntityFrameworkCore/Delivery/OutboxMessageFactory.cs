using MassTransit.Context;
using MassTransit.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Makes a row of a message that is about to be sent; this is the one time that it is serialized.</summary>
static class OutboxMessageFactory
{
    /// <summary>The row, without the outbox that it belongs to.</summary>
    /// <param name="now">UTC.</param>
    /// <exception cref="MessageException">The message has no id.</exception>
    public static OutboxMessage Create<T>(SendContext<T> context, DateTime now)
        where T : class
    {
        var enqueueTime = context.TryGetPayload(out ScheduledSend? scheduled) ? scheduled.DueTime : now + context.Delay;
        // its time to live counts from when it is sent, else it might expire before
        if (enqueueTime > now)
            context.TimeToLive += enqueueTime - now;

        var row = new OutboxMessage
        {
            MessageId =
                context.MessageId
                ?? throw new MessageException(typeof(T), "A message needs a MessageId to be sent through the outbox"),
            ConversationId = context.ConversationId,
            CorrelationId = context.CorrelationId,
            InitiatorId = context.InitiatorId,
            RequestId = context.RequestId,
            SourceAddress = context.SourceAddress,
            DestinationAddress = context.DestinationAddress,
            ResponseAddress = context.ResponseAddress,
            FaultAddress = context.FaultAddress,
            SentTime = context.SentTime ?? now,
            EnqueueTime = enqueueTime,
            ExpirationTime = now + context.TimeToLive,
            ContentType = (context.ContentType ?? context.Serialization.DefaultContentType).ToString(),
            MessageType = string.Join(';', context.SupportedMessageTypes),
            Headers = Serialize(context.Headers.GetAll()),
            Body = context.Serializer.GetMessageBody(context).GetString(),
        };

        if (context is TransportSendContext transport)
        {
            var properties = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
            transport.WritePropertiesTo(properties);
            row.Properties = Serialize(properties);
        }

        return row;
    }

    static string? Serialize(IEnumerable<KeyValuePair<string, object>> values)
    {
        var filled = values.Where(pair => pair.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);
        return filled.Count == 0 ? null : SystemTextJsonMessageSerializer.Instance.SerializeObject(filled).GetString();
    }
}
