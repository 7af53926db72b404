using System.Text.Json;

namespace ProofSaga.Ethereum.Registry;

/// <summary>Reads what the scripts of <c>infra/chain</c> compile.</summary>
static class ContractArtifactFile
{
    /// <param name="read">Makes the artifact of the file's root; may throw what an element throws that is not as expected.</param>
    /// <exception cref="FormatException">The file is no compiled contract; the message names it.</exception>
    public static async Task<T> ReadAsync<T>(
        string path,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var file = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
            return read(json.RootElement);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"'{path}' is no compiled contract: {exception.Message}", exception);
        }
    }

    /// <summary>The creation code.</summary>
    public static ReadOnlyMemory<byte> Bytecode(JsonElement root) =>
        Hex.Decode(root.GetProperty("bytecode").GetString() ?? "");

    public static string Text(JsonElement root, string name) =>
        root.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");
}
