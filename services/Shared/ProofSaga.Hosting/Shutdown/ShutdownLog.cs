namespace ProofSaga.Hosting.Shutdown;

static partial class ShutdownLog
{
    [LoggerMessage(
        6331,
        LogLevel.Information,
        "Stopping: nothing new is taken, {UnderWay} message(s) under way have {Grace} to finish; a second signal gives them back at once"
    )]
    public static partial void Stopping(this ILogger logger, int underWay, TimeSpan grace);

    [LoggerMessage(6332, LogLevel.Information, "Stopping at once: {UnderWay} message(s) under way are given back")]
    public static partial void StoppingAtOnce(this ILogger logger, int underWay);

    [LoggerMessage(
        6333,
        LogLevel.Information,
        "Stopped after {Elapsed}: {Finished} message(s) finished meanwhile, {GivenBack} given back"
    )]
    public static partial void Stopped(this ILogger logger, TimeSpan elapsed, int finished, int givenBack);
}
