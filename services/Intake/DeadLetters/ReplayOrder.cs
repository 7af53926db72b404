using ProofSaga.Contracts;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>An operator's order to replay dead letters.</summary>
/// <param name="Stage">Where to begin; null: at the stage that failed.</param>
/// <param name="ProveAgain">Must be said for a replay from <see cref="ProofStage.Generate"/>: it costs what proving costs.</param>
/// <param name="DryRun">Only tell what would happen.</param>
/// <param name="By">Who orders it, for the audit record. 1 to 200 characters.</param>
/// <param name="Reason">At most 2000 characters.</param>
sealed record ReplayOrder(ProofStage? Stage, bool ProveAgain, bool DryRun, string? By, string? Reason);
