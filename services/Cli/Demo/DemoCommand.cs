using ProofSaga.Cli.Api;
using Spectre.Console;

namespace ProofSaga.Cli.Demo;

/// <summary>The whole way of four real proofs, on a pipeline and a chain that exist for as long as the demo runs.</summary>
static class DemoCommand
{
    /// <returns>0 only if every proof is published and the chain says so too.</returns>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        console.MarkupLine("Starting ProofSaga: in-memory queues, SQLite, a local chain …");
        await using var host = await DemoHost.StartAsync(cancellationToken);
        console.MarkupLineInterpolated($"API {host.ApiUrl}, chain {host.RpcUrl}");

        using var http = new HttpClient { BaseAddress = host.ApiUrl };
        var client = new ProofSagaClient(http);
        var proofIds = new List<Guid>();
        foreach (var submission in DemoSubmissions.Load())
            proofIds.Add(await client.SubmitAsync(submission, cancellationToken));

        var proofs = await ProgressDisplay.WatchAsync(console, client, proofIds, cancellationToken);
        var checks = await ChainCheck.RunAsync(host.RpcUrl, proofs, cancellationToken);
        ResultTable.Write(console, proofs, checks);

        var published = checks.Count(check => check.Problem is null);
        console.MarkupLineInterpolated(
            $"{published} of {proofs.Count} proofs are published, read back from the chain."
        );
        if (published == proofs.Count)
            return 0;

        host.KeepLog();
        console.MarkupLineInterpolated($"The host's log: {host.LogFile}");
        return 1;
    }
}
