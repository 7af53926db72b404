using System.Numerics;

namespace ProofSaga.Ethereum.Rlp;

/// <summary>Recursive Length Prefix encoding, Yellow Paper appendix B.</summary>
public static class RlpEncoder
{
    const byte ShortString = 0x80;
    const byte ShortList = 0xC0;
    const int LongestShortPayload = 55;

    /// <summary>A byte string.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 1 && bytes[0] < ShortString ? [bytes[0]] : [.. Prefix(ShortString, bytes.Length), .. bytes];

    /// <summary>A scalar: big-endian without leading zeros, so zero is the empty string.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static byte[] Encode(BigInteger scalar)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scalar);
        return scalar.IsZero ? [ShortString] : Encode(scalar.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    /// <summary>A list.</summary>
    /// <param name="items">The items, each already encoded.</param>
    public static byte[] EncodeList(params IReadOnlyList<byte[]> items)
    {
        var payloadLength = items.Sum(item => item.Length);
        return [.. Prefix(ShortList, payloadLength), .. items.SelectMany(item => item)];
    }

    static byte[] Prefix(byte kind, int length)
    {
        if (length <= LongestShortPayload)
            return [(byte)(kind + length)];

        var lengthBytes = new BigInteger(length).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [(byte)(kind + LongestShortPayload + lengthBytes.Length), .. lengthBytes];
    }
}
