using System.Text;
using System.Text.Json.Nodes;

namespace ProofSaga.SystemTests.Messages;

/// <summary>One of each kind of message that a queue must survive.</summary>
static class BadMessages
{
    public const string WrongTypes = "wrong types";

    const string Envelope = "application/vnd.masstransit+json";
    const string Json = "application/json";
    const int HugeBytes = 10 * 1024 * 1024;
    const int Depth = 100_000;

    static readonly byte[] Huge = [.. Enumerable.Repeat((byte)'x', HugeBytes)];

    /// <param name="messageType">The URN of a message that the queue's consumer takes.</param>
    public static IReadOnlyList<BadMessage> Of(string messageType) =>
        [
            Unreadable("empty", [], Envelope),
            Unreadable("no JSON", "no JSON"u8, Envelope),
            Unreadable("array", "[1, 2]"u8, Envelope),
            Unreadable("text/plain", "no JSON"u8, "text/plain"),
            Unreadable("octet-stream", [0, 1, 2, 3], "application/octet-stream"),
            Unreadable("no content type", "no JSON"u8, contentType: null),
            Unreadable("10 MiB", Huge, Json),
            Unreadable("deep", Deep(), Json),
            new("broken content type", "{}"u8.ToArray(), "no content type;;", Fate.Unreadable, Fate.Answered),
            new("invalid UTF-8", InvalidUtf8(), Json, Fate.Unreadable, Fate.Answered),
            new(WrongTypes, EnvelopeOf(messageType, WrongMembers()), Envelope, Fate.Unreadable, Fate.Answered),
            new("no ids", EnvelopeOf(messageType, []), Envelope, Fate.Incomplete, Fate.Answered),
            new("no proof", EnvelopeOf(messageType, [], Guid.NewGuid()), Envelope, Fate.Incomplete, Fate.Answered),
            Unknown("unknown type", "urn:message:Nobody:Knows"),
            Unknown("unknown version", $"{messageType}V2"),
        ];

    static BadMessage Unreadable(string kind, ReadOnlySpan<byte> body, string? contentType) =>
        new(kind, body.ToArray(), contentType, Fate.Unreadable, Fate.Unreadable);

    static BadMessage Unknown(string kind, string messageType) =>
        new(kind, EnvelopeOf(messageType, []), Envelope, Fate.Skipped, Fate.Skipped);

    static byte[] EnvelopeOf(string messageType, JsonObject message, Guid? messageId = null) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["messageId"] = messageId,
                ["messageType"] = new JsonArray(messageType),
                ["message"] = message,
            }.ToJsonString()
        );

    static JsonObject WrongMembers() => new() { ["proofId"] = new JsonArray(42) };

    static byte[] InvalidUtf8() => [.. "{\"proof_id\": \""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8];

    static byte[] Deep() =>
        Encoding.UTF8.GetBytes($"{{\"message\": {new string('[', Depth)}{new string(']', Depth)}}}");
}
