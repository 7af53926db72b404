namespace ProofSaga.Prover;

static partial class ProverLog
{
    [LoggerMessage(
        2001,
        LogLevel.Information,
        "Proof {ProofId} generated in {GenerationTimeMs} ms (attempt {Attempt}, {ProofSystem}, {Circuit})"
    )]
    public static partial void Generated(
        this ILogger logger,
        Guid proofId,
        int attempt,
        string proofSystem,
        string circuit,
        long generationTimeMs
    );

    [LoggerMessage(2002, LogLevel.Warning, "Attempt {Attempt} at generating proof {ProofId} failed: {Code}: {Error}")]
    public static partial void GenerationFailed(
        this ILogger logger,
        Guid proofId,
        int attempt,
        string code,
        string error
    );

    [LoggerMessage(2003, LogLevel.Information, "Proof {ProofId} is stored already: attempt {Attempt} answers with it")]
    public static partial void AlreadyGenerated(this ILogger logger, Guid proofId, int attempt);

    [LoggerMessage(2004, LogLevel.Information, "Order for proof {ProofId}, attempt {Attempt}, is superseded: {Reason}")]
    public static partial void Superseded(this ILogger logger, Guid proofId, int attempt, string reason);

    [LoggerMessage(2005, LogLevel.Information, "Proof {ProofId} verified (attempt {Attempt})")]
    public static partial void Verified(this ILogger logger, Guid proofId, int attempt);

    [LoggerMessage(2006, LogLevel.Warning, "Attempt {Attempt} at verifying proof {ProofId} failed: {Code}: {Error}")]
    public static partial void VerificationFailed(
        this ILogger logger,
        Guid proofId,
        int attempt,
        string code,
        string error
    );

    [LoggerMessage(2007, LogLevel.Warning, "The finished proof {ProofId} could not be stored, trying again")]
    public static partial void StoringAgain(this ILogger logger, Guid proofId, Exception? exception);

    [LoggerMessage(
        2008,
        LogLevel.Error,
        "Proof {ProofId} was generated again by attempt {Attempt}, although one was stored before it began: please report this"
    )]
    public static partial void GeneratedAgain(this ILogger logger, Guid proofId, int attempt);
}
