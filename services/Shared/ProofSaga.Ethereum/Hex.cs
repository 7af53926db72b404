using System.Diagnostics.CodeAnalysis;

namespace ProofSaga.Ethereum;

/// <summary>Byte strings as Ethereum writes them: <c>0x</c> and two lower-case digits per byte ("DATA" of JSON-RPC).</summary>
public static class Hex
{
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <exception cref="FormatException">The text is no such byte string; the message says why, without the text.</exception>
    public static byte[] Decode(string text) =>
        TryDecode(text, out var bytes, out var problem) ? bytes : throw new FormatException($"Hex data {problem}.");

    /// <param name="problem">What is wrong, as the end of a sentence that begins with what was parsed. It never repeats the text, which may be a key.</param>
    public static bool TryDecode(
        string? text,
        [NotNullWhen(true)] out byte[]? bytes,
        [NotNullWhen(false)] out string? problem
    )
    {
        bytes = null;
        problem = Problem(text);
        if (problem is not null)
            return false;

        bytes = Convert.FromHexString(text.AsSpan(2));
        return true;
    }

    static string? Problem(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "is empty";
        if (!text.StartsWith("0x", StringComparison.Ordinal))
            return "does not start with 0x";
        for (var at = 2; at < text.Length; at++)
        {
            if (!char.IsAsciiHexDigit(text[at]))
                return $"has a character at position {at} that is no hex digit";
        }

        return text.Length % 2 == 0 ? null : $"has an odd number of hex digits ({text.Length - 2})";
    }
}
