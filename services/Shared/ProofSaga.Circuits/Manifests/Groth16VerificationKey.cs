using System.Text.Json;

namespace ProofSaga.Circuits.Manifests;

/// <summary>Checks a Groth16 verification key in snarkjs' form before anything is proved with it.</summary>
static class Groth16VerificationKey
{
    public const string ProofSystem = "groth16";

    static readonly string[] RequiredRoles = ["wasm", "zkey", "verification_key"];

    public static void Inspect(
        CircuitManifest manifest,
        CircuitProofSystem system,
        string folder,
        ManifestProblems problems
    )
    {
        foreach (var role in RequiredRoles.Where(role => !system.Artifacts.ContainsKey(role)))
            problems.Add(CircuitLoader.ManifestFile, "proof_systems", $"groth16 needs the artifact '{role}'");
        if (!system.Artifacts.TryGetValue("verification_key", out var artifact) || !File.Exists(artifact.Path))
            return;

        var file = Path.GetRelativePath(folder, artifact.Path);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(artifact.Path));
            var key = new ManifestSection(json.RootElement, path: "", file, problems);
            if (key.String("protocol") is { } protocol && protocol != ProofSystem)
                key.Problem("protocol", "must be 'groth16'");
            if (key.String("curve") is { } curve && curve != "bn128")
                key.Problem("curve", "must be 'bn128'");
            CheckCount(key, manifest);
            CheckContribution(key, json.RootElement);
        }
        catch (JsonException error)
        {
            problems.Add(file, key: null, $"is not JSON (line {error.LineNumber + 1})");
        }
    }

    static void CheckCount(ManifestSection key, CircuitManifest manifest)
    {
        var signals = manifest.PublicSignals.Count;
        if (key.Integer("nPublic", minimum: 0, int.MaxValue) is { } count && count != signals)
            key.Problem("nPublic", $"is {count}, but the manifest names {signals} public signals");
        if (key.Array("IC").Count() != signals + 1)
            key.Problem("IC", $"must hold {signals + 1} points");
    }

    /// <summary>
    /// Before phase 2 delta is the generator, as gamma is. With a key from then anyone turns one proof into a proof of
    /// any other statement.
    /// </summary>
    static void CheckContribution(ManifestSection key, JsonElement json)
    {
        foreach (var name in (ReadOnlySpan<string>)["vk_alpha_1", "vk_beta_2", "vk_gamma_2", "vk_delta_2"])
            _ = key.Array(name);

        if (
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("vk_gamma_2", out var gamma)
            && json.TryGetProperty("vk_delta_2", out var delta)
            && JsonElement.DeepEquals(gamma, delta)
        )
            key.Problem("vk_delta_2", "equals vk_gamma_2: nobody contributed to phase 2, proofs can be forged");
    }
}
