using ProofSaga.Contracts;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>An order to replay the open letters that a filter names, newest first.</summary>
/// <param name="Limit">How many letters at most. 1 to 1000; default 100.</param>
sealed record ReplayMany(
    DeadLetterFilter? Filter,
    int? Limit,
    ProofStage? Stage,
    bool ProveAgain,
    bool DryRun,
    string? By,
    string? Reason
)
{
    public ReplayOrder Order => new(Stage, ProveAgain, DryRun, By, Reason);
}
