using ProofSaga.Benchmarks.Reporting;
using Spectre.Console;
using static ProofSaga.Benchmarks.Reporting.Figure;

namespace ProofSaga.Benchmarks.Orchestration;

/// <summary>The report as a person reads it.</summary>
static class ReportTable
{
    /// <summary>How many of the statements are shown; the file has them all.</summary>
    const int Statements = 12;

    const int StatementLength = 100;

    public static void Print(OrchestrationReport report)
    {
        AnsiConsole.Write(Rounds(report));
        AnsiConsole.Write(PerProof(report));
        AnsiConsole.Write(MostFrequentStatements(report));
        GoalTable.Print(report.Goals);
    }

    static Table Rounds(OrchestrationReport report)
    {
        var table = new Table().AddColumns("round", "proofs/s", "pgbench -N, commits/s", "share of it");
        for (var round = 0; round < report.Rounds.Count; round++)
            table.AddRow(
                $"{round + 1}",
                Number(report.Rounds[round].ProofsPerSecond),
                Number(report.PgBenchAround(round)),
                Number(report.ShareOfPgBench(round))
            );
        return table;
    }

    static Table PerProof(OrchestrationReport report)
    {
        var table = new Table().AddColumns("one proof", "costs");
        table.AddRow("commits", Number(report.CommitsPerProof));
        table.AddRow("queries", Number(report.QueriesPerProof));
        table.AddRow("WAL, bytes", Number(report.WalBytesPerProof));
        table.AddRow("messages", Number(report.HopsPerProof));
        table.AddRow("CPU, ms", Number(report.CpuMillisecondsPerProof));
        foreach (var process in report.Rounds[0].CpuMillisecondsPerProof.Keys)
            table.AddRow(
                $"  {process}",
                Number(report.Rounds.Average(round => round.CpuMillisecondsPerProof.GetValueOrDefault(process)))
            );
        table.AddRow(
            "latency on an idle system, ms",
            $"p50 {Number(report.IdleLatency.P50)}, p99 {Number(report.IdleLatency.P99)}"
        );
        return table;
    }

    static Table MostFrequentStatements(OrchestrationReport report)
    {
        var table = new Table().AddColumns("statement", "calls per proof", "µs each");
        foreach (var statement in report.Statements.Take(Statements))
            table.AddRow(
                Markup.Escape(Beginning(statement.Text)),
                Number(statement.CallsPerProof),
                Number(statement.MicrosecondsEach)
            );
        return table;
    }

    static string Beginning(string statement)
    {
        var line = string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line[..Math.Min(line.Length, StatementLength)];
    }
}
