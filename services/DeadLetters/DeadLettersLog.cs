namespace ProofSaga.DeadLetters;

static partial class DeadLettersLog
{
    [LoggerMessage(
        4501,
        LogLevel.Warning,
        "Dead letter stored: proof {ProofId} failed at {Stage} with {Code} after {Attempts} attempts"
    )]
    public static partial void Stored(this ILogger logger, Guid proofId, string stage, string code, int attempts);

    [LoggerMessage(4502, LogLevel.Information, "Dead letter of proof {ProofId} at {Stage} is stored already")]
    public static partial void StoredBefore(this ILogger logger, Guid proofId, string stage);
}
