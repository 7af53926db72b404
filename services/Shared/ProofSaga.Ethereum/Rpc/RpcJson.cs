using System.Numerics;
using System.Text.Json;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>Reads results that a node may get wrong: each method names the field that is missing or malformed.</summary>
static class RpcJson
{
    public static bool IsNull(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The field, or a JSON null if it is absent.</summary>
    public static JsonElement Field(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Malformed($"has no field '{name}'");
        return element.TryGetProperty(name, out var field) ? field : default;
    }

    public static IEnumerable<JsonElement> Items(this JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Array
            ? element.EnumerateArray()
            : throw Malformed($"has no array where {what} should be");

    public static ulong UInt64(this JsonElement element, string what) => Read(element, what, Quantity.DecodeUInt64);

    public static BigInteger Number(this JsonElement element, string what) => Read(element, what, Quantity.Decode);

    public static byte[] Bytes(this JsonElement element, string what) => Read(element, what, Hex.Decode);

    public static Bytes32 Hash(this JsonElement element, string what) => Read(element, what, Bytes32.Parse);

    public static Address Address(this JsonElement element, string what) => Read(element, what, Ethereum.Address.Parse);

    public static EthereumException Malformed(string problem, Exception? cause = null) =>
        new(EthereumFailure.MalformedAnswer, $"The node's answer {problem}.", isTransient: true, cause);

    static T Read<T>(JsonElement element, string what, Func<string, T> parse)
    {
        var text = JsonText.Of(element) ?? throw Malformed($"has no text where {what} should be");
        try
        {
            return parse(text);
        }
        catch (FormatException exception)
        {
            throw Malformed($"has a wrong value for {what}: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
