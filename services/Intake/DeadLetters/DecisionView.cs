using System.Linq.Expressions;
using ProofSaga.Contracts;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.DeadLetters;

/// <param name="Stage">Where the replay began; null for a discarded letter.</param>
sealed record DecisionView(
    DeadLetterResolution Resolution,
    ProofStage? Stage,
    string DecidedBy,
    string? Reason,
    DateTime DecidedAt
)
{
    public static Expression<Func<DeadLetterDecision, DecisionView>> FromDecision { get; } =
        decision => new DecisionView(
            decision.Resolution,
            decision.Stage,
            decision.DecidedBy,
            decision.Reason,
            decision.DecidedAt
        );
}
