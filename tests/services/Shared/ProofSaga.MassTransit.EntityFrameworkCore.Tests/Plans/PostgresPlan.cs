using System.Data.Common;
using System.Text.Json;
using Npgsql;

namespace ProofSaga.Provider.Tests.Plans;

/// <summary>Reads <c>EXPLAIN (FORMAT JSON)</c> of Postgres.</summary>
static class PostgresPlan
{
    /// <summary>Rows that one node may touch: what a claim of 100 outboxes needs, with room for a few passes over it.</summary>
    const long MostRows = 1000;

    static readonly string[] Tables = ["InboxState", "OutboxState", "OutboxMessage"];

    /// <summary>Runs the statement to see what it reads, and takes back what it did.</summary>
    public static async Task<ExplainedStatement> ExplainAsync(DbCommand command)
    {
        await ExecuteAsync(command, "SAVEPOINT explained");
        using var explain = Copy(command, $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {command.CommandText}");
        var json = (string)(await explain.ExecuteScalarAsync())!;
        await ExecuteAsync(command, "ROLLBACK TO SAVEPOINT explained");

        using var document = JsonDocument.Parse(json);
        var plan = document.RootElement[0].GetProperty("Plan");
        return new ExplainedStatement(
            command.CommandText,
            json,
            [.. Nodes(plan).SelectMany(Faults)],
            Number(plan, "Shared Hit Blocks") + Number(plan, "Shared Read Blocks")
        );
    }

    static IEnumerable<string> Faults(JsonElement node)
    {
        var type = node.GetProperty("Node Type").GetString()!;
        var table = node.TryGetProperty("Relation Name", out var relation) ? relation.GetString() : null;
        if (type == "Seq Scan" && Tables.Contains(table))
            yield return $"scans {table}";
        if (type.EndsWith("Sort", StringComparison.Ordinal) && Rows(node) > MostRows)
            yield return $"sorts {Rows(node)} rows";
        if (table is not null && Rows(node) + Number(node, "Rows Removed by Filter") > MostRows)
            yield return $"reads {Rows(node)} rows of {table} and throws away {Number(node, "Rows Removed by Filter")}";
        if (type == "Bitmap Index Scan" && Rows(node) > MostRows)
            yield return $"collects {Rows(node)} rows by {node.GetProperty("Index Name")}";
    }

    static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var below) ? [node, .. below.EnumerateArray().SelectMany(Nodes)] : [node];

    /// <summary>Of all passes together.</summary>
    static long Rows(JsonElement node) => Number(node, "Actual Rows") * Number(node, "Actual Loops");

    static long Number(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) ? (long)value.GetDouble() : 0;

    static async Task ExecuteAsync(DbCommand command, string statement)
    {
        // outside a transaction there is nothing to take back: only SELECTs run there
        if (command.Transaction is null)
            return;
        using var other = new NpgsqlCommand(statement, (NpgsqlConnection)command.Connection!);
        await other.ExecuteNonQueryAsync();
    }

    static NpgsqlCommand Copy(DbCommand command, string text)
    {
        var copy = (NpgsqlCommand)((NpgsqlCommand)command).Clone();
        copy.CommandText = text;
        return copy;
    }
}
