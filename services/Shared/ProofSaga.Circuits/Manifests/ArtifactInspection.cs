using System.Security.Cryptography;

namespace ProofSaga.Circuits.Manifests;

/// <summary>Checks the files that a manifest names.</summary>
static class ArtifactInspection
{
    public static void Inspect(CircuitManifest manifest, string folder, ManifestProblems problems)
    {
        foreach (var system in manifest.ProofSystems)
        {
            foreach (var (role, artifact) in system.Artifacts)
                CheckHash(system.Name, role, artifact, folder, problems);

            if (system.Name == Groth16VerificationKey.ProofSystem)
                Groth16VerificationKey.Inspect(manifest, system, folder, problems);
        }
    }

    static void CheckHash(
        string system,
        string role,
        CircuitArtifact artifact,
        string folder,
        ManifestProblems problems
    )
    {
        var file = Path.GetRelativePath(folder, artifact.Path);
        try
        {
            using var stream = File.OpenRead(artifact.Path);
            var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (actual != artifact.Sha256)
                problems.Add(file, key: null, $"has the SHA-256 {actual}, not that of the manifest ({system}, {role})");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(file, key: null, $"cannot be read ({system}, {role}): {error.Message}");
        }
    }
}
