namespace ProofSaga.Hosting.Health;

static partial class HealthLog
{
    [LoggerMessage(6311, LogLevel.Information, "Ready")]
    public static partial void Ready(this ILogger logger);

    [LoggerMessage(6312, LogLevel.Information, "Not ready yet: {Failing}")]
    public static partial void NotReadyYet(this ILogger logger, string failing);

    [LoggerMessage(6313, LogLevel.Warning, "Not ready any more: {Failing}")]
    public static partial void NotReadyAnyMore(this ILogger logger, string failing);
}
