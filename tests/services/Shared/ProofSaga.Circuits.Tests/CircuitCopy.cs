using System.Text.Json.Nodes;
using ProofSaga.Testing;

namespace ProofSaga.Circuits.Tests;

/// <summary>A copy of the shipped preimage circuit that a test may break.</summary>
sealed class CircuitCopy : IDisposable
{
    readonly TemporaryFolder circuits = new();

    public CircuitCopy()
    {
        var source = Path.Combine(RepositoryRoot.Infra, "circuits", "preimage");
        Directory.CreateDirectory(Path.Combine(Folder, "artifacts"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, "artifacts")))
            File.Copy(file, Path.Combine(Folder, "artifacts", Path.GetFileName(file)));
        File.Copy(Path.Combine(source, "circuit.json"), ManifestPath);
    }

    public string CircuitsFolder => circuits.Path;

    public string Folder => Path.Combine(circuits.Path, "preimage");

    public string ManifestPath => Path.Combine(Folder, "circuit.json");

    public string VerificationKeyPath => Path.Combine(Folder, "artifacts", "verification_key.json");

    public void EditManifest(Action<JsonObject> edit) => Edit(ManifestPath, edit);

    /// <summary>Edits the verification key and writes its new hash into the manifest.</summary>
    public void EditVerificationKey(Action<JsonObject> edit)
    {
        Edit(VerificationKeyPath, edit);
        var hash = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(VerificationKeyPath))
        );
        EditManifest(manifest => manifest["proof_systems"]![0]!["artifacts"]!["verification_key"]!["sha256"] = hash);
    }

    public void Dispose() => circuits.Dispose();

    static void Edit(string path, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
