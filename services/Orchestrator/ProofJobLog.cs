using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator;

/// <summary>Written with the saga's transaction, so a step that is tried again is told again.</summary>
static partial class ProofJobLog
{
    [LoggerMessage(5001, LogLevel.Debug, "Proof {ProofId} is {Status}, attempt {Attempt}")]
    public static partial void Moved(this ILogger logger, Guid proofId, string status, int attempt);

    [LoggerMessage(5002, LogLevel.Information, "Proof {ProofId} is {Status}")]
    public static partial void Ended(this ILogger logger, Guid proofId, string status);

    [LoggerMessage(
        5003,
        LogLevel.Warning,
        "Proof {ProofId} failed for good at {Stage}, attempt {Attempt}: {Code}: {Error}"
    )]
    public static partial void Failed(
        this ILogger logger,
        Guid proofId,
        ProofStage? stage,
        int attempt,
        string? code,
        string? error
    );
}
