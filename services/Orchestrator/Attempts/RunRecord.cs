using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Jobs;
using static ProofSaga.Orchestrator.Projection.AttachedRow;

namespace ProofSaga.Orchestrator.Attempts;

/// <summary>
/// Writes rows of <c>jobs</c>. All but the rare ones go out with the saga's save, in its round trip.
/// </summary>
static class RunRecord
{
    /// <summary>Ends a run whose row is certain to be there.</summary>
    public static void End(this ProofSagaDbContext db, Guid runId, RunEnd end)
    {
        // never read: as with the proof's row, exactly what is set here is written
        var row = db.Attach(new Job { Id = runId });
        Set(row, nameof(Job.Status), end.Status);
        Set(row, nameof(Job.CompletedAt), end.At);
        Set(row, nameof(Job.ErrorCode), end.Code);
        Set(row, nameof(Job.ErrorMessage), end.Message);
        Set(row, nameof(Job.NextAttemptAt), end.NextAttemptAt);
    }

    /// <summary>Adds a row, or ends it like this if it is there: one statement, or two.</summary>
    public static async Task AddOrEndAsync(this ProofSagaDbContext db, Job run, CancellationToken cancellationToken)
    {
        if (await db.InsertIfAbsentAsync(run, cancellationToken))
            return;

        await db
            .Jobs.Where(row => row.Id == run.Id)
            .ExecuteUpdateAsync(
                update =>
                    update
                        .SetProperty(row => row.Status, run.Status)
                        .SetProperty(row => row.CompletedAt, run.CompletedAt)
                        .SetProperty(row => row.ErrorCode, run.ErrorCode)
                        .SetProperty(row => row.ErrorMessage, run.ErrorMessage)
                        .SetProperty(row => row.NextAttemptAt, run.NextAttemptAt),
                cancellationToken
            );
    }
}
