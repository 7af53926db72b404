using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProofSaga.Hosting.Health;

/// <summary>Answers whether the process is ready, and logs when that changes: an answer is no error, however often it is asked for.</summary>
sealed class Readiness(ILogger<Readiness> logger)
{
    readonly Lock gate = new();
    bool? wasReady;

    /// <summary>The status, then a line for each check that fails.</summary>
    public Task AnswerAsync(HttpContext http, HealthReport report)
    {
        var failing = report
            .Entries.Where(check => check.Value.Status != HealthStatus.Healthy)
            .Select(check => $"{check.Key}: {check.Value.Description}")
            .ToList();
        LogChange(failing);
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(string.Join('\n', [$"{report.Status}", .. failing]), http.RequestAborted);
    }

    void LogChange(List<string> failing)
    {
        var isReady = failing.Count == 0;
        bool? before;
        lock (gate)
            (before, wasReady) = (wasReady, isReady);

        if (isReady && before is not true)
            logger.Ready();
        else if (!isReady && before is true)
            logger.NotReadyAnyMore(string.Join("; ", failing));
        else if (!isReady && before is null)
            logger.NotReadyYet(string.Join("; ", failing));
    }
}
