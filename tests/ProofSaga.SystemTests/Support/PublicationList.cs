using System.Diagnostics;
using System.Text.Json;
using ProofSaga.Testing;

namespace ProofSaga.SystemTests.Support;

/// <summary>What is on the chain, as a program that shares no code with ours reads it (viem).</summary>
static class PublicationList
{
    public static async Task<IReadOnlyList<ListedPublication>> ReadAsync(Uri rpcUrl)
    {
        var script = Path.Combine(RepositoryRoot.Infra, "chain", "list-publications.mjs");
        var start = new ProcessStartInfo("node", [script, $"{rpcUrl}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(await errors);

        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<ListedPublication>(line, JsonSerializerOptions.Web)!),
        ];
    }

    /// <summary>The chain holds exactly these completed proofs, each once and where the API says.</summary>
    public static async Task AgreesWithAsync(Uri rpcUrl, IReadOnlyList<ProofAnswer> proofs)
    {
        Assert.That(
            proofs.Select(proof => (proof.ProofId, proof.Status, proof.Error)),
            Is.All.Matches<(Guid, string Status, ErrorAnswer?)>(proof => proof.Status == "completed")
        );
        var listed = await ReadAsync(rpcUrl);
        Assert.That(
            listed.Select(entry => (entry.ProofId, (string?)entry.TransactionHash, (long?)entry.BlockNumber)),
            Is.EquivalentTo(
                proofs.Select(proof =>
                    (proof.ProofId, proof.Publication?.TransactionHash, proof.Publication?.BlockNumber)
                )
            )
        );
    }
}
