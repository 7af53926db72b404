using ProofSaga.Contracts;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>What became of the replay of one letter, or would.</summary>
/// <param name="Stage">Where it begins; null for a message, which goes back into its queue.</param>
/// <param name="Effect">What it does; null when nothing.</param>
/// <param name="WhyNot">Why nothing is done; null when something is.</param>
sealed record ReplayOutcome(Guid DeadLetterId, Guid ProofId, ProofStage? Stage, string? Effect, string? WhyNot);
