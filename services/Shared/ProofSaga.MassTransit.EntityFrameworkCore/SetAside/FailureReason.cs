using System.Text.Json;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Says why a message was not sent, without what is in it: an exception's text may quote the message, and messages may hold secrets.</summary>
static class FailureReason
{
    /// <summary>The longest that is stored.</summary>
    const int Length = 1000;

    /// <summary>Shorter values (a number, a flag) are no secret, and cutting them out would leave nothing readable.</summary>
    const int ShortestCutOut = 4;

    const string CutOut = "…";

    /// <summary>Type and text of the failure and of what caused it; every value of the body that occurs in them is cut out.</summary>
    public static string Of(Exception failure, string? body)
    {
        var texts = new List<string>();
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            texts.Add($"{cause.GetType().Name}: {cause.Message}");

        var text = string.Join(" ← ", texts);
        foreach (var value in ValuesIn(body).OrderByDescending(value => value.Length))
            text = text.Replace(value, CutOut, StringComparison.OrdinalIgnoreCase);
        return text.Length <= Length ? text : string.Concat(text.AsSpan(0, Length - CutOut.Length), CutOut);
    }

    static HashSet<string> ValuesIn(string? body)
    {
        if (string.IsNullOrEmpty(body))
            return [];

        try
        {
            using var document = JsonDocument.Parse(body);
            var content = document.RootElement;
            // MassTransit's envelope: what is around the message is addresses and ids
            if (content.ValueKind == JsonValueKind.Object && content.TryGetProperty("message", out var message))
                content = message;
            var values = new HashSet<string>(StringComparer.Ordinal) { body, content.GetRawText() };
            Collect(content, values);
            return values;
        }
        catch (JsonException)
        {
            // not JSON: its words
            return [body, .. body.Split((char[]?)null).Where(word => word.Length >= ShortestCutOut)];
        }
    }

    static void Collect(JsonElement element, HashSet<string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, values);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, values);
                break;
            case JsonValueKind.String
            or JsonValueKind.Number when element.ToString() is { Length: >= ShortestCutOut } value:
                values.Add(value);
                break;
        }
    }
}
