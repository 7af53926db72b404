namespace ProofSaga.Orchestrator.Admission;

static partial class AdmissionLog
{
    [LoggerMessage(5011, LogLevel.Debug, "The generation of {Admitted} proofs is ordered")]
    public static partial void Admitted(this ILogger logger, int admitted);

    [LoggerMessage(
        5012,
        LogLevel.Warning,
        "No generation can be ordered: proofs wait, and it is tried again until it can"
    )]
    public static partial void Interrupted(this ILogger logger, Exception failure);

    [LoggerMessage(5013, LogLevel.Information, "Generations are ordered again")]
    public static partial void Resumed(this ILogger logger);
}
