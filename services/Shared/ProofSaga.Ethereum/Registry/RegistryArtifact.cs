namespace ProofSaga.Ethereum.Registry;

/// <summary>The compiled <c>ProofRegistry</c> contract.</summary>
/// <param name="Bytecode">The creation code, without the constructor's argument.</param>
/// <param name="SourceSha256">SHA-256 of sources, compiler and settings, 64 lower-case hexadecimal digits.</param>
public sealed record RegistryArtifact(ReadOnlyMemory<byte> Bytecode, string SourceSha256)
{
    /// <summary>Reads <c>chain/artifacts/ProofRegistry.json</c>, which <c>node infra/chain/compile.mjs</c> makes.</summary>
    /// <param name="infraFolder">The checkout's <c>infra</c> folder.</param>
    /// <exception cref="FileNotFoundException">The contract is not compiled; the message says how to.</exception>
    /// <exception cref="FormatException">The file is no compiled contract.</exception>
    public static async Task<RegistryArtifact> LoadAsync(
        string infraFolder,
        CancellationToken cancellationToken = default
    )
    {
        var path = Path.Combine(infraFolder, "chain", "artifacts", "ProofRegistry.json");
        if (!File.Exists(path))
            throw new FileNotFoundException("The contract is not compiled: run 'node infra/chain/compile.mjs'.", path);

        return await ContractArtifactFile.ReadAsync(
            path,
            root => new RegistryArtifact(
                ContractArtifactFile.Bytecode(root),
                ContractArtifactFile.Text(root, "sourceSha256")
            ),
            cancellationToken
        );
    }
}
