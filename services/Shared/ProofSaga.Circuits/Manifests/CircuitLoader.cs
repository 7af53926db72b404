using System.Text.Json;

namespace ProofSaga.Circuits.Manifests;

/// <summary>Loads one circuit folder and checks all of it.</summary>
public static class CircuitLoader
{
    public const string ManifestFile = "circuit.json";

    static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>
    /// Reads <c>circuit.json</c>, checks it, the presence and SHA-256 of each artifact, and the verification keys.
    /// </summary>
    /// <param name="folder">The circuit's folder.</param>
    /// <returns>The circuit, or all its problems: a broken circuit is an answer, not an exception.</returns>
    public static CircuitLoad Load(string folder)
    {
        var problems = new ManifestProblems();
        var manifest = Read(Path.GetFullPath(folder), problems);
        return problems.All.Count > 0 ? new CircuitLoad(null, problems.All) : new CircuitLoad(manifest, []);
    }

    static CircuitManifest? Read(string folder, ManifestProblems problems)
    {
        var file = Path.Combine(folder, ManifestFile);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), Json);
            var manifest = new ManifestReader(folder, problems).Read(json.RootElement);
            if (manifest is not null)
                ArtifactInspection.Inspect(manifest, folder, problems);
            return manifest;
        }
        catch (JsonException error)
        {
            problems.Add(ManifestFile, key: null, $"is not JSON, or repeats a key (line {error.LineNumber + 1})");
        }
        catch (InvalidOperationException)
        {
            // an escaped half of a surrogate pair
            problems.Add(ManifestFile, key: null, "holds text that is not Unicode");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(ManifestFile, key: null, $"cannot be read: {error.Message}");
        }

        return null;
    }
}
