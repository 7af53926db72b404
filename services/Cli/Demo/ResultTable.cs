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

    static readonly string[] Titles =
    [
        "proof id",
        "circuit",
        "proof system",
        "status",
        "generate",
        "verify",
        "publish",
        "transaction",
        "block",
        "gas",
        "on chain",
    ];

    static readonly string[] Numbers = ["generate", "verify", "publish", "block", "gas"];

    /// <summary>What shares a cell in the narrow layout.</summary>
    static readonly string[][] NarrowCells =
    [
        ["proof id", "transaction"],
        ["circuit", "proof system"],
        ["status", "on chain"],
        .. Numbers.Select(number => new[] { number }),
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

        var cells = isNarrow ? NarrowCells : [.. Titles.Select(title => new[] { title })];
        var table = new Table().Border(TableBorder.Simple);
        foreach (var cell in cells)
        {
            var column = new TableColumn(string.Join('\n', cell)).NoWrap();
            table.AddColumn(Numbers.Contains(cell[0]) ? column.RightAligned() : column);
        }

        foreach (var (proof, check) in proofs.Zip(checks))
        {
            var values = Titles.Zip(Values(proof, check)).ToDictionary();
            table.AddRow([.. cells.Select(cell => string.Join('\n', cell.Select(title => values[title])))]);
        }

        console.Write(table);
    }

    /// <summary>In the order of <see cref="Titles"/>.</summary>
    static string[] Values(ProofView proof, ChainCheckResult check) =>
        [
            proof.ProofId.ToString(),
            proof.Circuit,
            proof.ProofSystem,
            proof.Status,
            Milliseconds(proof.Stages.Generate),
            Milliseconds(proof.Stages.Verify),
            Milliseconds(proof.Stages.Publish),
            proof.Publication?.TransactionHash ?? "-",
            Number(proof.Publication?.BlockNumber),
            Number(proof.Publication?.GasUsed),
            Markup.Escape(check.Problem ?? "published"),
        ];

    static string Milliseconds(StageView stage) =>
        stage.DurationMs is { } duration ? $"{Number((long)duration)} ms" : "-";

    static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
