using System.Text.Json;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Circuits.Inputs;

/// <summary>The part of the witness inputs that is public.</summary>
public static class PublicInputs
{
    /// <summary>Values of the circuit's public inputs, element by element, under their names among the public signals.</summary>
    public static IReadOnlyDictionary<string, string> Of(CircuitManifest circuit, CanonicalInputs inputs)
    {
        using var json = JsonDocument.Parse(inputs.ToUtf8Json());
        var root = json.RootElement;
        return circuit
            .Inputs.Where(input => input.Visibility == SignalVisibility.Public)
            .SelectMany(input => input.ElementNames().Zip(Elements(root.GetProperty(input.Name))))
            .ToDictionary(element => element.First, element => element.Second);
    }

    static IEnumerable<string> Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Elements) : [value.GetString()!];
}
