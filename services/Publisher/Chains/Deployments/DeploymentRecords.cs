using System.Globalization;
using ProofSaga.Hosting.Configuration;

namespace ProofSaga.Publisher.Chains.Deployments;

/// <summary>
/// The registries that this installation deployed, one file for each chain: <c>deployments/&lt;chain id&gt;.json</c> in the
/// data folder. A registry is found by it when the contract has changed since, and with the contract its address.
/// </summary>
sealed class DeploymentRecords(InstallationOptions installation)
{
    public string PathOf(ulong chainId) =>
        Path.Combine(
            installation.ResolvedDataDirectory,
            "deployments",
            $"{chainId.ToString(CultureInfo.InvariantCulture)}.json"
        );

    /// <returns>null when nothing is recorded of the chain.</returns>
    /// <exception cref="FormatException">The file is no record of this chain; the message names it and says what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public async Task<DeploymentRecord?> FindAsync(ulong chainId, CancellationToken cancellationToken)
    {
        var path = PathOf(chainId);
        if (!File.Exists(path))
            return null;

        try
        {
            var record = DeploymentJson.Read(await File.ReadAllBytesAsync(path, cancellationToken));
            return record.ChainId == chainId
                ? record
                : throw new FormatException($"It is of chain {record.ChainId}, not of chain {chainId}.");
        }
        catch (FormatException wrong)
        {
            throw new FormatException(
                $"'{path}' is no record of a deployment: {wrong.Message} Mend it, or name the registry by "
                    + "Chain:RegistryAddress; without the file another registry may be deployed.",
                wrong
            );
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"'{path}' cannot be read: {denied.Message}", denied);
        }
    }

    /// <summary>Replaces what was recorded of the chain, whole or not at all. Does nothing when it says the same.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task SaveAsync(DeploymentRecord record, CancellationToken cancellationToken)
    {
        var path = PathOf(record.ChainId);
        var json = DeploymentJson.Write(record);
        try
        {
            var existing = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : [];
            if (!existing.AsSpan().SequenceEqual(json))
                await ReplaceAsync(path, json, cancellationToken);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"'{path}' cannot be written: {denied.Message}", denied);
        }
    }

    static async Task ReplaceAsync(string path, byte[] json, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(json, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
