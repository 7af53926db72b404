using System.CommandLine;
using ProofSaga.Benchmarks.Reporting;

namespace ProofSaga.Benchmarks.Orchestration;

/// <summary><c>bench orchestration</c>.</summary>
static class OrchestrationCommand
{
    public static Command Create()
    {
        var isShort = new Option<bool>("--short") { Description = "A quick look: a tenth of the proofs, one round" };
        var proofs = new Option<int?>("--proofs") { Description = "Proofs of one round" };
        var inFlight = new Option<int?>("--in-flight")
        {
            Description = "Proofs that the load generator keeps under way",
        };
        var rounds = new Option<int?>("--rounds")
        {
            Description = "Rounds of proofs, with pgbench before and after each",
        };
        var noDrain = new Option<bool>("--no-drain") { Description = "Leave out the drain of waiting outboxes" };
        var json = new Option<FileInfo?>("--json") { Description = "Write all figures to this file" };

        var command = new Command(
            "orchestration",
            "Throughput, cost and latency of instant proofs through RabbitMQ and Postgres"
        )
        {
            isShort,
            proofs,
            inFlight,
            rounds,
            noDrain,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var size = parsed.GetValue(isShort) ? OrchestrationSize.Quick : OrchestrationSize.Full;
                size = size with
                {
                    Proofs = parsed.GetValue(proofs) ?? size.Proofs,
                    InFlight = parsed.GetValue(inFlight) ?? size.InFlight,
                    Rounds = parsed.GetValue(rounds) ?? size.Rounds,
                    Outboxes = parsed.GetValue(noDrain) ? 0 : size.Outboxes,
                };
                var report = await OrchestrationBench.RunAsync(size, Console.WriteLine, cancellationToken);
                ReportTable.Print(report);
                if (parsed.GetValue(json) is { } file)
                    await ReportFile.WriteAsync(report, file, cancellationToken);
            }
        );
        return command;
    }
}
