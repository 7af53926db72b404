using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake;

static partial class IntakeLog
{
    [LoggerMessage(1001, LogLevel.Information, "Proof {ProofId} accepted ({Circuit}, {ProofSystem}, client {Client})")]
    public static partial void Accepted(
        this ILogger logger,
        Guid proofId,
        string circuit,
        string proofSystem,
        string client
    );

    [LoggerMessage(
        1002,
        LogLevel.Information,
        "Proof {ProofId} was accepted before: the repeat is answered the same way"
    )]
    public static partial void AcceptedBefore(this ILogger logger, Guid proofId);

    [LoggerMessage(1003, LogLevel.Information, "Submission of proof {ProofId} rejected ({Reason}): {Fields}")]
    public static partial void Rejected(
        this ILogger logger,
        Guid proofId,
        RejectionReason reason,
        IReadOnlyList<string> fields
    );

    [LoggerMessage(1004, LogLevel.Warning, "Proof {ProofId} is shown without its document: artifact {Sha256} is gone")]
    public static partial void ArtifactGone(this ILogger logger, Guid proofId, string sha256);

    [LoggerMessage(
        1007,
        LogLevel.Information,
        "Dead letter {DeadLetterId}: proof {ProofId} is replayed from {Stage} by {DecidedBy}"
    )]
    public static partial void Replayed(
        this ILogger logger,
        Guid deadLetterId,
        Guid proofId,
        string stage,
        string decidedBy
    );

    [LoggerMessage(
        1008,
        LogLevel.Information,
        "Dead letter {DeadLetterId}: proof {ProofId} is given up by {DecidedBy}"
    )]
    public static partial void Discarded(this ILogger logger, Guid deadLetterId, Guid proofId, string decidedBy);

    [LoggerMessage(
        1020,
        LogLevel.Information,
        "Dead letter {DeadLetterId}: its message goes back into {Queue} by order of {DecidedBy}"
    )]
    public static partial void Returned(this ILogger logger, Guid deadLetterId, string queue, string decidedBy);

    [LoggerMessage(1009, LogLevel.Warning, "The order to cancel proof {ProofId} was not decided in time")]
    public static partial void CancelUndecided(this ILogger logger, Guid proofId);

    [LoggerMessage(
        1021,
        LogLevel.Warning,
        "{Limit} proofs are queued: submissions are answered with 429, or left in the broker, until there are fewer"
    )]
    public static partial void BacklogFull(this ILogger logger, int limit);

    [LoggerMessage(1022, LogLevel.Information, "Fewer than {Limit} proofs are queued: submissions are taken again")]
    public static partial void BacklogHasRoom(this ILogger logger, int limit);
}
