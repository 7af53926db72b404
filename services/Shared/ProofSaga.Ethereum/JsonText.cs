using System.Text.Json;

namespace ProofSaga.Ethereum;

/// <summary>Reads a JSON string that somebody else wrote.</summary>
static class JsonText
{
    /// <summary>Null if this is no string, or one whose escapes are no Unicode text.</summary>
    public static string? Of(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair: the parser lets it pass and only the reading finds it
        }
    }
}
