using System.Net.Mime;
using MassTransit.Middleware;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Finds rows that no message can be made of before anything is sent.</summary>
static class StoredMessage
{
    /// <exception cref="UnreadableMessageException">The row is broken; a further attempt would find it so again.</exception>
    public static void EnsureReadable(OutboxMessage message)
    {
        if (message.DestinationAddress is null)
            throw new UnreadableMessageException("The message has no destination address");
        EnsureAddress(message.DestinationAddress, nameof(message.DestinationAddress));
        EnsureAddress(message.SourceAddress, nameof(message.SourceAddress));
        EnsureAddress(message.ResponseAddress, nameof(message.ResponseAddress));
        EnsureAddress(message.FaultAddress, nameof(message.FaultAddress));

        OutboxMessageContext stored = message;
        Ensure(() => _ = new ContentType(message.ContentType), nameof(message.ContentType));
        Ensure(() => _ = stored.Headers, nameof(message.Headers));
        Ensure(() => _ = stored.Properties, nameof(message.Properties));
    }

    static void EnsureAddress(Uri? address, string part)
    {
        if (address is { IsAbsoluteUri: false })
            throw Unreadable(part, cause: null);
    }

    static void Ensure(Action read, string part)
    {
        try
        {
            read();
        }
        catch (Exception cause)
        {
            throw Unreadable(part, cause);
        }
    }

    static UnreadableMessageException Unreadable(string part, Exception? cause) =>
        new($"The message's {part} cannot be read", cause);
}
