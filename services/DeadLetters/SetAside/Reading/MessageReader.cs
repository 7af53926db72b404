using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProofSaga.DeadLetters.SetAside.Reading;

/// <summary>Reads what bodies say about themselves: MassTransit envelopes, and plain JSON objects.</summary>
static partial class MessageReader
{
    const string UrnMember = "messageType";
    const string MessageMember = "message";

    /// <summary>In which a proof's id is found: an order's own, or that of the order that a fault is about.</summary>
    static readonly string[] ProofIdNames = ["proofId", "proof_id", "ProofId"];

    public static MessageReading Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0)
            return new MessageReading("is empty", null, Guid.Empty);

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new MessageReading(null, TypeOf(json.RootElement), ProofIdOf(json.RootElement))
                : new MessageReading("is JSON, but no object", null, Guid.Empty);
        }
        catch (JsonException exception)
        {
            var place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            return new MessageReading($"is no JSON text in UTF-8, or nested too deeply ({place})", null, Guid.Empty);
        }
    }

    static string? TypeOf(JsonElement envelope) =>
        envelope.TryGetProperty(UrnMember, out var types)
        && types.ValueKind == JsonValueKind.Array
        && types.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.String } first
        && TextOf(first) is { } urn
        && Urn().IsMatch(urn)
            ? urn
            : null;

    /// <summary>A fault has the message in a message.</summary>
    static Guid ProofIdOf(JsonElement json)
    {
        for (var depth = 0; depth < 3 && json.ValueKind == JsonValueKind.Object; depth++)
        {
            foreach (var name in ProofIdNames)
            {
                if (
                    json.TryGetProperty(name, out var member)
                    && member.ValueKind == JsonValueKind.String
                    && Guid.TryParse(TextOf(member), out var proofId)
                )
                {
                    return proofId;
                }
            }

            if (!json.TryGetProperty(MessageMember, out json))
                break;
        }

        return Guid.Empty;
    }

    /// <returns>null for a text that is no Unicode.</returns>
    static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"^urn:message:[\w.:+`\[\],-]{1,300}$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Urn();
}
