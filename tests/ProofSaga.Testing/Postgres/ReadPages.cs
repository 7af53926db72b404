using System.Data.Common;
using System.Text.Json;

namespace ProofSaga.Testing.Postgres;

public static class ReadPages
{
    /// <summary>Runs a query of Postgres and counts the pages (8 KiB) that it read, cached or not.</summary>
    public static async Task<long> CountPagesReadAsync(this DbCommand query)
    {
        query.CommandText = $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query.CommandText}";
        await query.Connection!.OpenAsync();
        var json = (string)(await query.ExecuteScalarAsync())!;
        await query.Connection.CloseAsync();

        using var document = JsonDocument.Parse(json);
        var plan = document.RootElement[0].GetProperty("Plan");
        return plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64();
    }
}
