using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ProofSaga.Provider.Tests.Plans;

/// <summary>Reads <c>EXPLAIN QUERY PLAN</c> of SQLite, which says how, not how much.</summary>
static class SqlitePlan
{
    /// <summary>What a SELECT of the claimed messages may sort: as many as were claimed.</summary>
    const string Sort = "USE TEMP B-TREE FOR ORDER BY";

    static readonly string[] Tables = ["InboxState", "OutboxState", "OutboxMessage"];

    public static async Task<ExplainedStatement> ExplainAsync(DbCommand command)
    {
        using var explain = new SqliteCommand(
            $"EXPLAIN QUERY PLAN {command.CommandText}",
            (SqliteConnection)command.Connection!,
            (SqliteTransaction?)command.Transaction
        );
        foreach (SqliteParameter parameter in command.Parameters)
            explain.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);

        var steps = new List<string>();
        await using var reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            steps.Add(reader.GetString(3));
        return new ExplainedStatement(command.CommandText, string.Join('\n', steps), [.. Faults(steps)], Blocks: null);
    }

    static IEnumerable<string> Faults(List<string> steps)
    {
        // aliases are as EF and the provider choose them: the first letter of the table
        foreach (
            var step in steps.Where(step =>
                step.StartsWith("SCAN ", StringComparison.Ordinal)
                && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
            )
        )
        {
            var scanned = step.Split(' ')[1];
            if (Tables.Contains(scanned) || scanned is "i" or "i0" or "o" or "o0" or "o1" or "s" or "m" or "n")
                yield return step;
        }

        var sortsClaimed = steps.Any(step => step.StartsWith("SCAN claimed", StringComparison.Ordinal));
        if (steps.Contains(Sort) && !sortsClaimed)
            yield return Sort;
    }
}
