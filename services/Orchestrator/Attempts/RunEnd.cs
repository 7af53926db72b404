using ProofSaga.Contracts.Failures;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Orchestrator.Attempts;

/// <summary>How a run ended.</summary>
/// <param name="At">UTC.</param>
/// <param name="Code">null for a success.</param>
sealed record RunEnd(JobStatus Status, DateTime At, string? Code, string? Message, DateTime? NextAttemptAt = null)
{
    public static RunEnd Of(StageAnswer answer, DateTime at, DateTime? nextAttemptAt) =>
        new(answer.IsSuccess ? JobStatus.Succeeded : JobStatus.Failed, at, answer.Code, answer.Error, nextAttemptAt);

    /// <param name="worker">null when it did not say who it is.</param>
    public static RunEnd TakenUpBy(string? worker, DateTime at) =>
        Lost(
            $"the worker died or lost the broker before it answered; {worker ?? "another worker"} took the order up",
            at
        );

    public static RunEnd LostWithItsProcess(DateTime at) =>
        Lost("the process ended before the run did; the order was given again at the next start", at);

    public static RunEnd SupersededBy(StageAnswer answer, DateTime at) =>
        new(
            JobStatus.Superseded,
            at,
            FailureCodes.Superseded,
            $"{answer.Run?.Worker ?? "another worker"} answered first, with attempt {answer.Attempt}"
        );

    public static RunEnd Cancelled(string reason, DateTime at) =>
        new(JobStatus.Cancelled, at, FailureCodes.Cancelled, reason);

    static RunEnd Lost(string message, DateTime at) => new(JobStatus.Lost, at, FailureCodes.RunLost, message);
}
