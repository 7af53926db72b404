using System.Text.Json;
using ProofSaga.Testing;

namespace ProofSaga.Prover.Tests;

/// <summary>The examples of the preimage circuit.</summary>
static class Examples
{
    public static IReadOnlyList<JsonElement> All { get; } = Read();

    public static JsonElement First => All[0];

    static JsonElement[] Read()
    {
        var file = Path.Combine(RepositoryRoot.Infra, "circuits", "preimage", "examples.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. json.RootElement.EnumerateArray().Select(example => example.Clone())];
    }
}
