using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;
using ProofSaga.DeadLetters.SetAside.Keeping;

namespace ProofSaga.DeadLetters.SetAside.Returning;

/// <summary>Returns messages to the bus in memory.</summary>
sealed class InMemoryReturn(IBus bus) : IMessageReturn
{
    /// <summary>What a body is sent as; its receiver reads the type in the body.</summary>
    sealed record Body;

    public async Task SendAsync(string queue, KeptMessage message, CancellationToken cancellationToken)
    {
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(new Body(), context => Write(message, context), cancellationToken);
    }

    static void Write(KeptMessage message, SendContext context)
    {
        var properties = message.Properties;
        if (Guid.TryParse(properties.MessageId, out var messageId))
            context.MessageId = messageId;
        foreach (var (name, value) in properties.Headers)
            context.Headers.Set(name, value);

        var contentType = properties.ContentType is { } given
            ? new ContentType(given)
            : context.Serialization.DefaultContentType;
        context.Serializer = new CopyBodySerializer(contentType, new BytesMessageBody(message.Body.ToArray()));
    }
}
