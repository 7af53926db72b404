using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ProofSaga.Circuits.Inputs;

/// <summary>Reads a field element as submissions write it: a decimal string, a <c>0x</c> string or a JSON integer.</summary>
static class FieldElementText
{
    /// <summary>The longest form that can be read, in bytes: every character of a <c>0x</c> string escaped as <c>\u0030</c>.</summary>
    const int MaxRawLength = ((2 + ScalarField.MaxHexDigits) * 6) + 2;

    /// <summary>Reads one element.</summary>
    /// <param name="json">Any JSON value.</param>
    /// <param name="element">The element, when this returns <see langword="null"/>.</param>
    /// <returns>What is wrong with it, without its value; <see langword="null"/> when it is a field element.</returns>
    public static string? Read(JsonElement json, out BigInteger element)
    {
        element = default;
        return json.ValueKind switch
        {
            JsonValueKind.String when RawLength(json) > MaxRawLength => TooLong,
            JsonValueKind.String => ReadString(json, out element),
            JsonValueKind.Number when RawLength(json) > MaxRawLength => TooLong,
            JsonValueKind.Number => ReadNumber(json, out element),
            JsonValueKind.Null => "it is null",
            JsonValueKind.True or JsonValueKind.False => "it is a boolean",
            JsonValueKind.Object => "it is an object",
            _ => "it is an array",
        };
    }

    const string TooLong = "it has more digits than any element of the field";

    static int RawLength(JsonElement json) => JsonMarshal.GetRawUtf8Value(json).Length;

    static string? ReadNumber(JsonElement json, out BigInteger element)
    {
        element = default;
        var text = Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(json));
        if (text.AsSpan().ContainsAny('.', 'e', 'E'))
            return "it has a fraction or an exponent";
        return ReadDecimal(text, out element);
    }

    static string? ReadString(JsonElement json, out BigInteger element)
    {
        element = default;
        if (!TryGetString(json, out var text))
            return "it is not Unicode text";
        if (text.Length == 0)
            return "it is an empty string";
        if (text.Any(char.IsWhiteSpace))
            return "it contains white space";
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ReadHex(text[2..], out element)
            : ReadDecimal(text, out element);
    }

    static string? ReadDecimal(string text, out BigInteger element)
    {
        element = default;
        if (text[0] == '-')
            return "it is negative";
        if (!text.All(char.IsAsciiDigit))
            return "it is neither decimal digits nor 0x and hexadecimal digits";
        if (text.Length > ScalarField.MaxDecimalDigits)
            return TooLong;
        return Below(BigInteger.Parse(text, CultureInfo.InvariantCulture), out element);
    }

    static string? ReadHex(string digits, out BigInteger element)
    {
        element = default;
        if (digits.Length == 0 || !digits.All(char.IsAsciiHexDigit))
            return "after 0x there must be hexadecimal digits and nothing else";
        if (digits.Length > ScalarField.MaxHexDigits)
            return TooLong;
        // the leading 0 keeps the highest bit from being read as a sign
        return Below(
            BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            out element
        );
    }

    static string? Below(BigInteger value, out BigInteger element)
    {
        element = value;
        return value < ScalarField.Order ? null : "it is not below the order of the field";
    }

    static bool TryGetString(JsonElement json, out string text)
    {
        try
        {
            text = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // an escaped half of a surrogate pair: JSON's grammar allows it, Unicode does not
            text = "";
            return false;
        }
    }
}
