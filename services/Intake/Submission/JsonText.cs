using System.Text.Json;

namespace ProofSaga.Intake.Submission;

/// <summary>Reads text that may hold an escaped half of a surrogate pair: JSON's grammar allows it, Unicode does not.</summary>
static class JsonText
{
    /// <returns>null when the value is no string of Unicode text.</returns>
    public static string? Of(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>null when the name is no Unicode text.</returns>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
