using System.Globalization;
using ProofSaga.Cli.Api;
using Spectre.Console;

namespace ProofSaga.Cli.Demo;

/// <summary>
/// One row for each proof. Ids and hashes are to be copied, so they are never cut: in a terminal that is too narrow for
/// one line, what belongs together stands in two lines of one cell.
/// </summary>
static class ResultTable
{
    /// <summary>Columns of text that one line for each proof needs.</summary>
    const int WideLayout = 215;

    static readonly string[][] Columns =
    [
        ["proof id", "transaction"],
        ["circuit", "proof system"],
        ["status", "on chain"],
        ["generate"],
        ["verify"],
        ["publish"],
        ["block"],
        ["gas"],
    ];

    public static void Write(
        IAnsiConsole console,
        IReadOnlyList<ProofView> proofs,
        IReadOnlyList<ChainCheckResult> checks
    )
    {
        var isNarrow = console.Profile.Capabilities.Interactive && console.Profile.Width < WideLayout;
        if (!isNarrow)
            console.Profile.Width = Math.Max(console.Profile.Width, WideLayout);

        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in Layout(Columns, isNarrow))
            table.AddColumn(new TableColumn(title).NoWrap());

        foreach (var column in table.Columns.TakeLast(5))
            column.RightAligned();

        foreach (var (proof, check) in proofs.Zip(checks))
            table.AddRow([.. Layout(Cells(proof, check), isNarrow)]);

        console.Write(table);
    }

    static string[][] Cells(ProofView proof, ChainCheckResult check) =>
        [
            [proof.ProofId.ToString(), proof.Publication?.TransactionHash ?? "-"],
            [proof.Circuit, proof.ProofSystem],
            [proof.Status, Markup.Escape(check.Problem ?? "published")],
            [Milliseconds(proof.Stages.Generate)],
            [Milliseconds(proof.Stages.Verify)],
            [Milliseconds(proof.Stages.Publish)],
            [Number(proof.Publication?.BlockNumber)],
            [Number(proof.Publication?.GasUsed)],
        ];

    static IEnumerable<string> Layout(string[][] cells, bool isNarrow) =>
        isNarrow ? cells.Select(cell => string.Join('\n', cell)) : cells.SelectMany(cell => cell);

    static string Milliseconds(StageView stage) =>
        stage.DurationMs is { } duration ? $"{Number((long)duration)} ms" : "-";

    static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
