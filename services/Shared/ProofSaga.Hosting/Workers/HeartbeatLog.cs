namespace ProofSaga.Hosting.Workers;

static partial class HeartbeatLog
{
    [LoggerMessage(
        6321,
        LogLevel.Warning,
        "This worker cannot say that it is alive, and goes on trying: the database does not take it"
    )]
    public static partial void Unheard(this ILogger logger, Exception failure);

    [LoggerMessage(6322, LogLevel.Information, "This worker says again that it is alive")]
    public static partial void HeardAgain(this ILogger logger);
}
