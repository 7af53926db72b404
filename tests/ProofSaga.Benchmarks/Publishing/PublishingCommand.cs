using System.CommandLine;
using ProofSaga.Benchmarks.Reporting;

namespace ProofSaga.Benchmarks.Publishing;

/// <summary><c>bench publishing</c>.</summary>
static class PublishingCommand
{
    public static Command Create()
    {
        var isShort = new Option<bool>("--short") { Description = "A quick look: a fifth of the proofs" };
        var proofs = new Option<int?>("--proofs") { Description = "Proofs of one round" };
        var json = new Option<FileInfo?>("--json") { Description = "Write all figures to this file" };

        var command = new Command(
            "publishing",
            "Gas in batches, proofs published per second by one and by two publishers, and their memory"
        )
        {
            isShort,
            proofs,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var size = parsed.GetValue(isShort) ? PublishingSize.Quick : PublishingSize.Full;
                size = size with { Proofs = parsed.GetValue(proofs) ?? size.Proofs };
                var report = await PublishingBench.RunAsync(size, Console.WriteLine, cancellationToken);
                PublishingTable.Print(report);
                if (parsed.GetValue(json) is { } file)
                    await ReportFile.WriteAsync(report, file, cancellationToken);
            }
        );
        return command;
    }
}
