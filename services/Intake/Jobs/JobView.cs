using System.Linq.Expressions;
using ProofSaga.Contracts;
using ProofSaga.Persistence.Jobs;
using ProofSaga.Persistence.Workers;

namespace ProofSaga.Intake.Jobs;

/// <summary>One run of one attempt at a stage, as the API shows it. Times are UTC.</summary>
/// <param name="Attempt">From 1, after a replay from a number never used before; one whose worker died has several jobs.</param>
/// <param name="RetryCount">Attempts before it since the stage began or was replayed: 0 for the first.</param>
/// <param name="MaxRetries">How many retries the schedule allowed.</param>
/// <param name="Worker">The process that did it; null when it did not say.</param>
/// <param name="HeartbeatAt">When the worker of a job that runs last said that it is alive; null when nothing is known of it.</param>
/// <param name="CompletedAt">Null while it runs.</param>
/// <param name="ErrorCode">Stable name of what ended it; null while it runs and when it succeeded.</param>
/// <param name="NextAttemptAt">When the attempt after this failed one was due; null when none was ordered.</param>
sealed record JobView(
    Guid Id,
    Guid ProofId,
    string Circuit,
    string Client,
    ProofStage Stage,
    int Attempt,
    int RetryCount,
    int MaxRetries,
    string? Worker,
    JobStatus Status,
    DateTime StartedAt,
    DateTime? HeartbeatAt,
    DateTime? CompletedAt,
    string? ErrorCode,
    string? ErrorMessage,
    DateTime? NextAttemptAt
)
{
    public static Expression<Func<Job, JobView>> FromJob(IQueryable<Worker> workers) =>
        job => new JobView(
            job.Id,
            job.ProofId,
            job.Circuit,
            job.Client,
            job.Stage,
            job.Attempt,
            job.RetryCount,
            job.MaxRetries,
            job.Worker,
            job.Status,
            job.StartedAt,
            job.Status == JobStatus.Running
                ? workers
                    .Where(worker => worker.Name == job.Worker)
                    .Select(worker => (DateTime?)worker.SeenAt)
                    .FirstOrDefault()
                : null,
            job.CompletedAt,
            job.ErrorCode,
            job.ErrorMessage,
            job.NextAttemptAt
        );
}
