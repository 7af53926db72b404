using Microsoft.EntityFrameworkCore;
using ProofSaga.Intake.Paging;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Intake.Jobs;

/// <summary>Reads jobs: a page costs the same however many there are.</summary>
sealed class JobReader(ProofSagaDbContext db)
{
    /// <param name="after">Null for the first page.</param>
    public async Task<JobPage> ListAsync(
        JobFilter filter,
        PageCursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var found = await NewestFirst(filter, after)
            .Take(limit + 1)
            .Select(JobView.FromJob(db.Workers))
            .ToListAsync(cancellationToken);
        if (found.Count <= limit)
            return new JobPage(found, NextCursor: null);

        var last = found[limit - 1];
        return new JobPage(found[..limit], new PageCursor(last.StartedAt, last.Id).ToString());
    }

    /// <returns>null when there is no such job.</returns>
    public async Task<JobView?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db
            .Jobs.Where(job => job.Id == id)
            .Select(JobView.FromJob(db.Workers))
            .SingleOrDefaultAsync(cancellationToken);

    internal IQueryable<Job> NewestFirst(JobFilter filter, PageCursor? after)
    {
        var jobs = filter.Of(db.Jobs);
        if (after is not null)
        {
            jobs = jobs.Where(job =>
                // by the first condition an index is entered where the page begins, not at the newest job
                job.StartedAt <= after.At
                && (job.StartedAt < after.At || job.Id.CompareTo(after.Id) < 0)
            );
        }

        return jobs.OrderByDescending(job => job.StartedAt).ThenByDescending(job => job.Id);
    }
}
