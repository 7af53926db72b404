using System.Text.Json;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>An answer as JSON-RPC 2.0 section 5 has it.</summary>
/// <param name="Id">Null if the node could not read the question's id, or sent another kind of id than ours.</param>
sealed record JsonRpcAnswer(long? Id, JsonElement? Result, JsonRpcError? Error)
{
    const int LongestMessage = 500;

    /// <param name="problem">If this is no answer: why, as the end of a sentence about the answer.</param>
    public static JsonRpcAnswer? TryParse(byte[] body, out string? problem)
    {
        using var document = TryRead(body, JsonValueKind.Object, out problem);
        return document is null ? null : Of(document.RootElement);
    }

    /// <summary>The answers to a batch.</summary>
    /// <inheritdoc cref="TryParse"/>
    public static IReadOnlyList<JsonRpcAnswer>? TryParseBatch(byte[] body, out string? problem)
    {
        using var document = TryRead(body, JsonValueKind.Array, out problem);
        if (document is null)
            return null;

        var items = document.RootElement.EnumerateArray();
        if (items.Any(item => item.ValueKind != JsonValueKind.Object))
        {
            problem = "holds something that is no JSON object";
            return null;
        }

        return [.. items.Select(Of)];
    }

    static JsonDocument? TryRead(byte[] body, JsonValueKind kind, out string? problem)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            problem = null;
            if (document.RootElement.ValueKind == kind)
                return document;

            document.Dispose();
            problem = $"is no JSON {(kind == JsonValueKind.Object ? "object" : "array")}";
        }
        catch (JsonException)
        {
            problem = "is not JSON";
        }

        return null;
    }

    static JsonRpcAnswer Of(JsonElement answer)
    {
        long? id =
            answer.TryGetProperty("id", out var idElement) && TryGetInt64(idElement, out var number) ? number : null;
        JsonElement? result = answer.TryGetProperty("result", out var resultElement) ? resultElement.Clone() : null;
        var hasError = answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object;
        return new JsonRpcAnswer(id, result, hasError ? ParseError(error) : null);
    }

    static JsonRpcError ParseError(JsonElement error)
    {
        var code = error.TryGetProperty("code", out var element) && TryGetInt64(element, out var number) ? number : 0;
        var message = error.TryGetProperty("message", out element) ? JsonText.Of(element) : null;
        var data = error.TryGetProperty("data", out element) ? RevertData(element) : null;
        return new JsonRpcError(
            (int)Math.Clamp(code, int.MinValue, int.MaxValue),
            Shorten(message ?? "no message"),
            data
        );
    }

    // hex text, or, from some nodes, an object that holds it
    static byte[]? RevertData(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("data", out var inner))
            element = inner;
        return Hex.TryDecode(JsonText.Of(element), out var bytes, out _) ? bytes : null;
    }

    // it goes into exceptions, logs and tables
    static string Shorten(string message) =>
        message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "…");

    static bool TryGetInt64(JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out number);
    }
}
