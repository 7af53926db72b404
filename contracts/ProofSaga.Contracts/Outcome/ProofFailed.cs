namespace ProofSaga.Contracts.Outcome;

/// <summary>Terminal: a stage failed for good.</summary>
/// <param name="Stage">Where it failed, and where a replay would begin.</param>
/// <param name="Attempts">How often the stage was tried.</param>
/// <param name="Code">Stable name of the failure, for example <c>constraint_unsatisfied</c>.</param>
/// <param name="Error">What happened, for a person.</param>
public sealed record ProofFailed(
    Guid ProofId,
    string Circuit,
    string ProofSystem,
    string Client,
    ProofStage Stage,
    int Attempts,
    FailureKind Kind,
    string Code,
    string Error,
    DateTimeOffset FailedAt
);
