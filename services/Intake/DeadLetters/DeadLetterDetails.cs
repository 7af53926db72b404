namespace ProofSaga.Intake.DeadLetters;

/// <param name="Message">The message that was set aside; null for a failed proof or a refused submission.</param>
/// <param name="Replays">What a replay from each stage would do; of a message the one replay that there is.</param>
/// <param name="Decisions">Who decided what and when, oldest first.</param>
sealed record DeadLetterDetails(
    DeadLetterView Letter,
    SetAsideView? Message,
    IReadOnlyList<ReplayPlan> Replays,
    IReadOnlyList<DecisionView> Decisions
);
