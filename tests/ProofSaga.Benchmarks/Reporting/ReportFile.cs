using System.Text.Json;

namespace ProofSaga.Benchmarks.Reporting;

/// <summary>All figures of a run, for programs to read.</summary>
static class ReportFile
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static async Task WriteAsync<TReport>(TReport report, FileInfo file, CancellationToken cancellationToken)
    {
        file.Directory?.Create();
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, report, Json, cancellationToken);
    }
}
