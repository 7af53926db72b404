using System.Buffers.Binary;
using System.Text.Json;
using ProofSaga.DeadLetters.SetAside.Headers;

namespace ProofSaga.DeadLetters.SetAside.Keeping;

/// <summary>A message with all that its return needs, as bytes: the length of its properties, they themselves as JSON, its body.</summary>
sealed record KeptMessage(MessageProperties Properties, ReadOnlyMemory<byte> Body)
{
    public byte[] ToBytes()
    {
        var properties = JsonSerializer.SerializeToUtf8Bytes(Properties);
        var bytes = new byte[sizeof(int) + properties.Length + Body.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, properties.Length);
        properties.CopyTo(bytes, sizeof(int));
        Body.Span.CopyTo(bytes.AsSpan(sizeof(int) + properties.Length));
        return bytes;
    }

    /// <param name="bytes">What <see cref="ToBytes"/> made.</param>
    public static KeptMessage Read(byte[] bytes)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var properties = JsonSerializer.Deserialize<MessageProperties>(bytes.AsSpan(sizeof(int), length))!;
        var headers = properties.Headers.ToDictionary(
            header => header.Key,
            header => KeptHeader.Of((JsonElement)header.Value)!,
            StringComparer.Ordinal
        );
        return new KeptMessage(properties with { Headers = headers }, bytes.AsMemory(sizeof(int) + length));
    }

    public override string ToString() => nameof(KeptMessage);
}
