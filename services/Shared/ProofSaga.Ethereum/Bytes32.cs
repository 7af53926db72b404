using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace ProofSaga.Ethereum;

/// <summary>Thirty-two bytes: a block, transaction or Keccak-256 hash, a log topic, a <c>bytes32</c> of a contract.</summary>
public readonly record struct Bytes32
{
    public const int Length = 32;

    readonly ulong first;
    readonly ulong second;
    readonly ulong third;
    readonly ulong fourth;

    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"Needs exactly 32 bytes, not {bytes.Length}.", nameof(bytes));

        first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], fourth);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The bytes read as a big-endian <c>uint256</c>.</summary>
    public BigInteger ToUInt256() => UInt256.Read(ToArray());

    /// <exception cref="FormatException">The text is not <c>0x</c> and 64 hex digits; the message says why.</exception>
    public static Bytes32 Parse(string text) =>
        TryParse(text, out var value, out var problem)
            ? value
            : throw new FormatException($"The 32-byte value {problem}.");

    /// <param name="problem">What is wrong, as the end of a sentence that begins with what was parsed.</param>
    public static bool TryParse(string? text, out Bytes32 value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        if (!Hex.TryDecode(text, out var bytes, out problem))
            return false;
        if (bytes.Length != Length)
        {
            problem = $"has {bytes.Length} bytes where 32 are needed";
            return false;
        }

        value = new Bytes32(bytes);
        return true;
    }

    /// <summary><c>0x</c> and 64 lower-case hex digits.</summary>
    public override string ToString() => Hex.Encode(ToArray());
}
