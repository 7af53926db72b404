using MassTransit;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Orchestrator.Attempts;

/// <summary>
/// Keeps <c>jobs</c>: opens a row when a worker says that it began, and ends it with whatever ends the run. An instant
/// proof system says nothing before its answer, which then makes the whole row.
/// </summary>
/// <remarks>
/// Only what moves the saga on is recorded: a late answer of an attempt that is no longer current does not get here, unless
/// it brings a proof. The one row that may be running is <see cref="ProofJobState.RunId"/>'s.
/// </remarks>
public class RecordRun<T>(ProofSagaDbContext db, IOptions<RetrySchedules> retries, TimeProvider time) : SagaActivity<T>
    where T : class
{
    protected override Task ExecuteAsync(BehaviorContext<ProofJobState, T> context) =>
        RecordAsync(context, context.Message);

    DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    async Task RecordAsync(BehaviorContext<ProofJobState> context, object message)
    {
        var job = context.Saga;
        if (message is ProofProgressed progressed)
            await BeginAsync(job, progressed, context.CancellationToken);
        else if (StageAnswer.Of(message) is { } answer)
            await EndAsync(job, answer, PlannedRetry.Of(context)?.At, context.CancellationToken);
        else if (message is CancelProof cancel)
            EndOpen(job, RunEnd.Cancelled(cancel.Reason, UtcNow));
        else if (message is ResumeProof)
            EndOpen(job, RunEnd.LostWithItsProcess(UtcNow));
    }

    async Task BeginAsync(ProofJobState job, ProofProgressed progressed, CancellationToken cancellationToken)
    {
        var run = progressed.Run;
        // told again, or by a worker that cannot be told from the first
        if (job.RunId is { } open && (run is null || run.Id == open))
            return;

        var row = NewRow(job, progressed.Stage, progressed.Attempt, run, progressed.At.UtcDateTime);
        if (job.RunId is null)
            db.Add(row);
        // on record already: an old note, of a run that was lost since
        else if (!await db.InsertIfAbsentAsync(row, cancellationToken))
            return;

        EndOpen(job, RunEnd.TakenUpBy(run?.Worker, UtcNow));
        job.RunId = row.Id;
    }

    async Task EndAsync(
        ProofJobState job,
        StageAnswer answer,
        DateTime? nextAttemptAt,
        CancellationToken cancellationToken
    )
    {
        var now = UtcNow;
        var run = answer.Run;
        var end = RunEnd.Of(answer, run?.CompletedAt?.UtcDateTime ?? now, nextAttemptAt);
        var isCurrent = answer.Attempt == AttemptBefore(job);
        if (job.RunId is { } open && (run is null ? isCurrent : run.Id == open))
        {
            EndOpen(job, end);
            return;
        }

        var row = NewRow(job, answer.Stage, answer.Attempt, run, end.At);
        row.Status = end.Status;
        row.CompletedAt = end.At;
        row.ErrorCode = end.Code;
        row.ErrorMessage = end.Message;
        row.NextAttemptAt = end.NextAttemptAt;
        // No run of the current attempt has begun, then, and this one is not on record; others may be, as lost or failed.
        if (job.RunId is null && isCurrent)
            db.Add(row);
        else
            await db.AddOrEndAsync(row, cancellationToken);
        EndOpen(job, RunEnd.SupersededBy(answer, now));
    }

    void EndOpen(ProofJobState job, RunEnd end)
    {
        if (job.RunId is { } open)
            db.End(open, end);
        job.RunId = null;
    }

    /// <summary>The attempt that was current when the event arrived: by now the next one may be ordered.</summary>
    int AttemptBefore(ProofJobState job) => db.Entry(job).Property(saga => saga.Attempt).OriginalValue;

    /// <param name="startedAt">For a run that its worker did not name.</param>
    Job NewRow(ProofJobState job, ProofStage stage, int attempt, AttemptRun? run, DateTime startedAt) =>
        new()
        {
            Id = run?.Id ?? Guid.CreateVersion7(time.GetUtcNow()),
            ProofId = job.CorrelationId,
            Circuit = job.Circuit,
            Client = job.Client,
            Stage = stage,
            Attempt = attempt,
            RetryCount = job.RetriesBefore(attempt),
            MaxRetries = retries.Value.Of(stage, job.Circuit).Count,
            Worker = run?.Worker,
            Status = JobStatus.Running,
            StartedAt = run?.StartedAt.UtcDateTime ?? startedAt,
        };
}
