namespace ProofSaga.Hosting.Configuration;

/// <summary>Where this installation keeps and finds its files. Bound from the configuration's root.</summary>
public sealed class InstallationOptions
{
    /// <value>Folder for the SQLite file, the secret key, artifacts and deployments; made if absent. Default <c>data</c>.</value>
    public string DataDirectory { get; set; } = "data";

    /// <value>
    /// The <c>infra</c> folder with circuits, prover host and chain. Default: found beside the program or above it.
    /// </value>
    public string? InfraDirectory { get; set; }

    /// <value>Folder of proof artifacts, shared by all services. Default <c>artifacts</c> in the data folder.</value>
    public string? ArtifactsDirectory { get; set; }

    /// <value>
    /// File with the base64 text of 32 bytes, shared by all services. Default <c>secret.key</c> in the data folder,
    /// where it is made at the first start.
    /// </value>
    public string? SecretKeyFile { get; set; }

    public string ResolvedDataDirectory => Path.GetFullPath(DataDirectory);

    public string ResolvedArtifactsDirectory => ArtifactsDirectory ?? Path.Combine(ResolvedDataDirectory, "artifacts");

    public string ResolvedSecretKeyFile => SecretKeyFile ?? Path.Combine(ResolvedDataDirectory, "secret.key");

    /// <exception cref="DirectoryNotFoundException">No such folder beside the program or above it.</exception>
    public string ResolveInfraDirectory()
    {
        if (InfraDirectory is not null)
            return Path.GetFullPath(InfraDirectory);

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "infra");
            if (File.Exists(Path.Combine(candidate, "package.json")))
                return candidate;
        }

        throw new DirectoryNotFoundException(
            $"No 'infra' folder in '{AppContext.BaseDirectory}' or above it: set InfraDirectory."
        );
    }
}
