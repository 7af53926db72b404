namespace ProofSaga.Intake.DeadLetters;

/// <param name="Replays">What a replay from each stage would do.</param>
/// <param name="Decisions">Who decided what and when, oldest first.</param>
sealed record DeadLetterDetails(
    DeadLetterView Letter,
    IReadOnlyList<ReplayPlan> Replays,
    IReadOnlyList<DecisionView> Decisions
);
