using System.Security.Cryptography;
using System.Text.Json;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.DeadLetters.SetAside.Keeping;

/// <summary>The id of a message's letter, the same however often the message is delivered.</summary>
static class SetAsideIdentity
{
    const int IdBytes = 16;

    /// <remarks>
    /// Of what the message has itself; of what MassTransit says about its failure only when it has no id, since MassTransit,
    /// killed between two steps, moves a message to the error queue a second time.
    /// </remarks>
    public static Guid Of(SetAsideDelivery delivery, InputProtector protector)
    {
        var properties = delivery.Properties;
        var headers = properties.MessageId is null
            ? properties.Headers.OrderBy(header => header.Key, StringComparer.Ordinal)
            : properties.Headers.Where(header => header.Key == FaultHeaders.Returned);
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                delivery.Source.Queue,
                properties.MessageId,
                Headers = headers.Select(header => $"{header.Key}={KeptHeader.TextOf(header.Value)}"),
                Body = SHA256.HashData(delivery.Body.Span),
            }
        );
        return new Guid(protector.Fingerprint(content).AsSpan(0, IdBytes), bigEndian: true);
    }
}
