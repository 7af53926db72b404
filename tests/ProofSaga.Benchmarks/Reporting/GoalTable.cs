using Spectre.Console;

namespace ProofSaga.Benchmarks.Reporting;

/// <summary>What a run should have reached, and how far it got.</summary>
static class GoalTable
{
    public static void Print(IEnumerable<Goal> goals)
    {
        var table = new Table().AddColumns("goal", "is", "should be", "how far");
        foreach (var goal in goals)
            table.AddRow(
                Markup.Escape(goal.Name),
                Figure.Number(goal.Value),
                Figure.Number(goal.Target),
                $"{(goal.IsReached ? "reached" : "not reached")} ({Figure.Number(goal.Ratio)})"
            );
        AnsiConsole.Write(table);
    }
}
