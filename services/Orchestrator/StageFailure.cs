using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.Orchestrator;

/// <summary>What the three failure events have in common, and what follows from it.</summary>
readonly record struct StageFailure(ProofStage Stage, int Attempt, FailureKind Kind, string Code, string Error)
{
    public static StageFailure Of(object message) =>
        message switch
        {
            ProofGenerationFailed failed => new(
                ProofStage.Generate,
                failed.Attempt,
                failed.Kind,
                failed.Code,
                failed.Error
            ),
            ProofVerificationFailed failed => new(
                ProofStage.Verify,
                failed.Attempt,
                failed.Kind,
                failed.Code,
                failed.Error
            ),
            ProofPublishingFailed failed => new(
                ProofStage.Publish,
                failed.Attempt,
                failed.Kind,
                failed.Code,
                failed.Error
            ),
            _ => throw new ArgumentException($"{message.GetType().Name} is no failure of a stage.", nameof(message)),
        };

    public bool MayRetry(ProofJobState job, RetrySchedules schedules) =>
        IsCurrent(job)
        && Kind == FailureKind.Transient
        && job.AttemptSinceReplay() <= schedules.Of(Stage, job.Circuit).Count;

    public bool IsFinal(ProofJobState job, RetrySchedules schedules) => IsCurrent(job) && !MayRetry(job, schedules);

    bool IsCurrent(ProofJobState job) => Attempt == job.Attempt;
}
