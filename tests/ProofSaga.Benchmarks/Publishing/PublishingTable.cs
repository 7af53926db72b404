using ProofSaga.Benchmarks.Reporting;
using Spectre.Console;
using static ProofSaga.Benchmarks.Reporting.Figure;

namespace ProofSaga.Benchmarks.Publishing;

/// <summary>The report as a person reads it.</summary>
static class PublishingTable
{
    public static void Print(PublishingReport report)
    {
        AnsiConsole.Write(Gas(report));
        AnsiConsole.Write(Throughput(report));
        GoalTable.Print(report.Goals);
    }

    static Table Gas(PublishingReport report)
    {
        var table = new Table().AddColumns("gas per proof", "groth16", "% of one alone", "attest", "% of one alone");
        table.AddRow("alone", Number(report.Groth16.Alone), "", Number(report.Attestation.Alone), "");
        foreach (var size in report.Groth16.PerProof.Keys)
            table.AddRow(
                $"in a batch of {size}",
                Number(report.Groth16.PerProof[size]),
                Number(report.Groth16.PercentInBatchOf(size)),
                Number(report.Attestation.PerProof[size]),
                Number(report.Attestation.PercentInBatchOf(size))
            );
        return table;
    }

    static Table Throughput(PublishingReport report)
    {
        var table = new Table().AddColumns(
            $"blocks of {Number(report.Size.BlockTime.TotalSeconds)} s",
            "proofs/s",
            "÷ plain loop",
            "proofs per transaction",
            "peak memory, MiB"
        );
        table.AddRow("plain loop", Number(report.LoopProofsPerSecond), Number(1), Number(1), "");
        foreach (var round in report.Rounds)
            table.AddRow(
                PublishingReport.Name(round),
                Number(round.ProofsPerSecond),
                Number(report.TimesTheLoop(round)),
                Number((double)round.Proofs / round.Transactions),
                string.Join(", ", round.PeakMib.Select(Number))
            );
        return table;
    }
}
