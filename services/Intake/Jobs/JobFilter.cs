using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Intake.Jobs;

/// <summary>Which jobs are meant; what is not given does not matter.</summary>
sealed record JobFilter(Guid? ProofId, ProofStage? Stage, JobStatus? Status, string? Worker, string? Circuit)
{
    public IQueryable<Job> Of(IQueryable<Job> jobs)
    {
        if (ProofId is not null)
            jobs = jobs.Where(job => job.ProofId == ProofId);
        if (Stage is not null)
            jobs = jobs.Where(job => job.Stage == Stage);
        if (Worker is not null)
            jobs = jobs.Where(job => job.Worker == Worker);
        if (Circuit is not null)
            jobs = jobs.Where(job => job.Circuit == Circuit);
        if (Status is { } status)
            jobs = jobs.Where(job => job.Status == EF.Constant(status));
        // for the partial index: a database sees that it fits only if the query says what its filter says
        if (Status is not (null or JobStatus.Succeeded))
            jobs = jobs.Where(job => job.Status != EF.Constant(JobStatus.Succeeded));
        return jobs;
    }
}
