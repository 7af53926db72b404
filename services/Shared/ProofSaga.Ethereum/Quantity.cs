using System.Globalization;
using System.Numerics;

namespace ProofSaga.Ethereum;

/// <summary>Numbers as JSON-RPC writes them: <c>0x</c> and the hex digits without leading zeros ("QUANTITY").</summary>
public static class Quantity
{
    public static string Encode(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentOutOfRangeException">The number is no uint256.</exception>
    public static string Encode(BigInteger value)
    {
        UInt256.ThrowIfOutOfRange(value, nameof(value));
        var digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>Leading zeros are accepted: some nodes send them.</summary>
    /// <exception cref="FormatException">The text is no quantity, or one above 2^64 - 1.</exception>
    public static ulong DecodeUInt64(string text)
    {
        var value = Decode(text);
        return value <= ulong.MaxValue
            ? (ulong)value
            : throw new FormatException($"The quantity {text} is above 2^64 - 1.");
    }

    /// <inheritdoc cref="DecodeUInt64"/>
    /// <exception cref="FormatException">The text is no quantity, or one above 2^256 - 1.</exception>
    public static BigInteger Decode(string text)
    {
        if (text.Length < 3 || !text.StartsWith("0x", StringComparison.Ordinal))
            throw new FormatException("A quantity is 0x and at least one hex digit.");

        // the zero in front keeps the parser from reading a sign into the first digit
        if (
            text.Length > 2 + 2 * Bytes32.Length
            || !BigInteger.TryParse(
                "0" + text[2..],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            throw new FormatException("A quantity has 1 to 64 hex digits after 0x.");
        }

        return value;
    }
}
