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

    [LoggerMessage(
        4503,
        LogLevel.Warning,
        "Dead letter {DeadLetterId} stored: a message in {Queue} about proof {ProofId}: {Code}: {Error}"
    )]
    public static partial void SetAside(
        this ILogger logger,
        string queue,
        Guid deadLetterId,
        Guid proofId,
        string code,
        string error
    );

    [LoggerMessage(4504, LogLevel.Information, "A message in {Queue} is dead letter {DeadLetterId} already")]
    public static partial void SetAsideBefore(this ILogger logger, string queue, Guid deadLetterId);

    [LoggerMessage(
        4505,
        LogLevel.Error,
        "A message in {Queue} cannot be stored as a dead letter; it is left for later"
    )]
    public static partial void NotCollected(this ILogger logger, Exception exception, string queue);

    [LoggerMessage(
        4506,
        LogLevel.Warning,
        "The collection of error and skipped queues begins anew: {Failure}: {Reason}"
    )]
    public static partial void CollectionInterrupted(this ILogger logger, string failure, string reason);

    [LoggerMessage(4507, LogLevel.Information, "Dead letter {DeadLetterId}: its message went back into {Queue}")]
    public static partial void Returned(this ILogger logger, Guid deadLetterId, string queue);

    [LoggerMessage(4508, LogLevel.Information, "Dead letter {DeadLetterId} has no message that could go back")]
    public static partial void NothingToReturn(this ILogger logger, Guid deadLetterId);
}
