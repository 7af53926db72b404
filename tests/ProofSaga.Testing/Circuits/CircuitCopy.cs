using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ProofSaga.Testing.Circuits;

/// <summary>A copy of the shipped preimage circuit that a test may change.</summary>
public sealed class CircuitCopy : IDisposable
{
    readonly TemporaryFolder infra = new();

    public CircuitCopy()
    {
        var source = Path.Combine(RepositoryRoot.Infra, "circuits", "preimage");
        Directory.CreateDirectory(Path.Combine(Folder, "artifacts"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, "artifacts")))
            File.Copy(file, Path.Combine(Folder, "artifacts", Path.GetFileName(file)));
        File.Copy(Path.Combine(source, "circuit.json"), ManifestPath);
        foreach (var entry in Directory.EnumerateFileSystemEntries(RepositoryRoot.Infra))
        {
            var copy = Path.Combine(InfraDirectory, Path.GetFileName(entry));
            if (!Path.Exists(copy))
                File.CreateSymbolicLink(copy, entry);
        }
    }

    /// <summary>An <c>infra</c> folder like ours, except that this is its only circuit.</summary>
    public string InfraDirectory => infra.Path;

    /// <summary>The same circuit, except that its public input <c>hash</c> may be spent once only.</summary>
    public static CircuitCopy WithNullifier()
    {
        var copy = new CircuitCopy();
        copy.EditManifest(manifest => manifest["nullifier"] = "hash");
        return copy;
    }

    public string CircuitsFolder => Path.Combine(InfraDirectory, "circuits");

    public string Folder => Path.Combine(CircuitsFolder, "preimage");

    public string ManifestPath => Path.Combine(Folder, "circuit.json");

    public string VerificationKeyPath => Path.Combine(Folder, "artifacts", "verification_key.json");

    public void EditManifest(Action<JsonObject> edit) => Edit(ManifestPath, edit);

    /// <summary>Edits the verification key and writes its new hash into the manifest.</summary>
    public void EditVerificationKey(Action<JsonObject> edit)
    {
        Edit(VerificationKeyPath, edit);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(VerificationKeyPath)));
        EditManifest(manifest => manifest["proof_systems"]![0]!["artifacts"]!["verification_key"]!["sha256"] = hash);
    }

    public void Dispose() => infra.Dispose();

    static void Edit(string path, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
