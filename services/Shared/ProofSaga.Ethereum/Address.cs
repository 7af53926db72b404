using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ProofSaga.Ethereum.Hashing;

namespace ProofSaga.Ethereum;

/// <summary>The 20-byte address of an account or contract, written with the checksum of EIP-55.</summary>
public readonly record struct Address
{
    public const int Length = 20;

    readonly ulong first;
    readonly ulong second;
    readonly uint third;

    /// <exception cref="ArgumentException">There are not exactly 20 bytes.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"Needs exactly 20 bytes, not {bytes.Length}.", nameof(bytes));

        first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        third = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    public static Address Zero => default;

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), second);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), third);
        return bytes;
    }

    /// <summary>Accepts lower case, upper case, and mixed case with a right EIP-55 checksum.</summary>
    /// <exception cref="FormatException">The text is no address; the message says why, without the text, which may be a key in the wrong place.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out var address, out var problem)
            ? address
            : throw new FormatException($"The address {problem}.");

    /// <inheritdoc cref="Parse"/>
    /// <param name="problem">What is wrong, as the end of a sentence that begins with what was parsed.</param>
    public static bool TryParse(string? text, out Address address, [NotNullWhen(false)] out string? problem)
    {
        address = default;
        if (!Hex.TryDecode(text, out var bytes, out problem))
            return false;
        if (bytes.Length != Length)
        {
            problem = $"has {bytes.Length} bytes where 20 are needed";
            return false;
        }

        address = new Address(bytes);
        var digits = text.AsSpan(2);
        var mixedCase = digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F');
        if (!mixedCase || digits.SequenceEqual(address.ToString().AsSpan(2)))
            return true;

        problem = $"fails its EIP-55 checksum (did you mean {address}?)";
        return false;
    }

    /// <summary>With the checksum of EIP-55: a letter is upper case where the hash of the lower-case text has a digit of 8 or more.</summary>
    public override string ToString()
    {
        var lower = Convert.ToHexStringLower(ToArray());
        var hash = Convert.ToHexStringLower(Keccak256.Hash(lower).ToArray());
        var text = lower.Select((digit, at) => hash[at] >= '8' ? char.ToUpperInvariant(digit) : digit);
        return "0x" + string.Concat(text);
    }
}
