using System.Text.Json;

namespace ProofSaga.Ethereum.Registry;

/// <summary>The compiled <c>ProofRegistry</c> contract.</summary>
/// <param name="Bytecode">The creation code, without the constructor's argument.</param>
public sealed record RegistryArtifact(ReadOnlyMemory<byte> Bytecode)
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

        try
        {
            await using var file = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
            return new RegistryArtifact(Hex.Decode(json.RootElement.GetProperty("bytecode").GetString() ?? ""));
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"'{path}' is no compiled contract: {exception.Message}", exception);
        }
    }
}
