using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ProofSaga.Ethereum.Registry;

/// <summary>Reads the JSON that snarkjs writes: proofs and keys on bn128, numbers as decimal strings, points with a third coordinate.</summary>
/// <remarks>Every method throws <see cref="FormatException"/>, naming the field, if the JSON is not of that kind.</remarks>
static class SnarkjsJson
{
    /// <summary>p of EIP-196: coordinates are below it.</summary>
    public static BigInteger FieldPrime { get; } =
        Parse("21888242871839275222246405745257275088696311157297823662689037894645226208583");

    /// <summary>r, the order of the group: scalars are below it.</summary>
    public static BigInteger ScalarPrime { get; } =
        Parse("21888242871839275222246405745257275088548364400416034343698204186575808495617");

    public static void RequireProtocol(JsonElement element, string protocol)
    {
        RequireText(element, "protocol", protocol);
        RequireText(element, "curve", "bn128");
    }

    /// <summary>Numbers below <see cref="ScalarPrime"/>.</summary>
    public static BigInteger[] PublicSignals(JsonElement publicSignals) =>
        [.. Items(publicSignals, "public signals").Select((signal, at) => ScalarNumber(signal, $"Public signal {at}"))];

    /// <summary>A number below <see cref="ScalarPrime"/>.</summary>
    public static BigInteger Scalar(JsonElement parent, string name) => ScalarNumber(Field(parent, name), name);

    /// <summary>x, y.</summary>
    public static BigInteger[] G1(JsonElement parent, string name) => G1Point(Field(parent, name), name);

    static void RequireText(JsonElement element, string name, string wanted)
    {
        if (JsonText.Of(Field(element, name)) != wanted)
            throw new FormatException($"{name} is not \"{wanted}\".");
    }

    /// <summary>x, y with the imaginary part of each first, as EIP-197 orders them; snarkjs writes the real part first.</summary>
    public static BigInteger[] G2(JsonElement parent, string name)
    {
        var coordinates = Items(Field(parent, name), name);
        if (coordinates.Length != 3)
            throw new FormatException($"{name} is not an array of 3 pairs.");

        var (x, y, z) = (
            Pair(coordinates[0], $"{name}[0]"),
            Pair(coordinates[1], $"{name}[1]"),
            Pair(coordinates[2], $"{name}[2]")
        );
        if (!z[0].IsOne || !z[1].IsZero)
            throw new FormatException($"{name} is not in affine coordinates: its third pair is not 1, 0.");
        return [x[1], x[0], y[1], y[0]];
    }

    /// <summary>x, y.</summary>
    public static BigInteger[] G1Point(JsonElement point, string path)
    {
        var coordinates = Items(point, path);
        if (coordinates.Length != 3)
            throw new FormatException($"{path} is not an array of 3 numbers.");
        if (!Coordinate(coordinates[2], $"{path}[2]").IsOne)
            throw new FormatException($"{path} is not in affine coordinates: its third number is not 1.");
        return [Coordinate(coordinates[0], $"{path}[0]"), Coordinate(coordinates[1], $"{path}[1]")];
    }

    static BigInteger[] Pair(JsonElement element, string path)
    {
        var numbers = Items(element, path);
        return numbers.Length == 2
            ? [Coordinate(numbers[0], $"{path}[0]"), Coordinate(numbers[1], $"{path}[1]")]
            : throw new FormatException($"{path} is not a pair of numbers.");
    }

    static BigInteger ScalarNumber(JsonElement element, string path) =>
        Number(element, path, ScalarPrime, "the order of bn128");

    static BigInteger Coordinate(JsonElement element, string path) =>
        Number(element, path, FieldPrime, "the field prime of bn128");

    static BigInteger Number(JsonElement element, string path, BigInteger bound, string boundName)
    {
        // no number in range has more digits than the bound; longer text is not worth parsing
        var text = JsonText.Of(element) ?? "";
        if (text.Length is 0 or > 78 || !text.All(char.IsAsciiDigit))
            throw new FormatException($"{path} is not a decimal number in quotes.");

        var value = Parse(text);
        return value < bound ? value : throw new FormatException($"{path} is not below {boundName}.");
    }

    public static JsonElement Field(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var field)
            ? field
            : throw new FormatException($"{name} is missing.");

    public static JsonElement[] Items(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray()]
            : throw new FormatException($"{path} is not an array.");

    static BigInteger Parse(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
