using ProofSaga.Contracts;
using ProofSaga.Intake.Jobs;
using ProofSaga.Intake.Paging;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Intake.Api;

/// <summary>Every attempt of every stage: who was at it, when, and what came of it.</summary>
static class JobEndpoints
{
    const string Route = "/api/v1/jobs";

    public static void MapJobEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet(Route, ListAsync)
            .WithName("list_jobs")
            .WithSummary("Lists the attempts of stages, newest first.")
            .Produces<JobPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        endpoints
            .MapGet($"{Route}/{{id}}", GetAsync)
            .WithName("get_job")
            .WithSummary("Shows one attempt of a stage.")
            .Produces<JobView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> ListAsync(
        JobReader jobs,
        string? proof_id,
        string? stage,
        string? status,
        string? worker,
        string? circuit,
        string? limit,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReading();
        var filter = new JobFilter(
            query.Uuid("proof_id", proof_id),
            query.Name<ProofStage>("stage", stage),
            query.Name<JobStatus>("status", status),
            worker,
            circuit
        );
        var size = query.Limit(limit);
        var after = query.Cursor(cursor);
        return query.Errors.Count > 0
            ? ApiProblems.Invalid(query.Errors)
            : TypedResults.Ok(await jobs.ListAsync(filter, after, size, cancellationToken));
    }

    static async Task<IResult> GetAsync(string id, JobReader jobs, CancellationToken cancellationToken)
    {
        var query = new QueryReading();
        if (query.Uuid("id", id) is not { } jobId)
            return ApiProblems.Invalid(query.Errors);

        return await jobs.FindAsync(jobId, cancellationToken) is { } job
            ? TypedResults.Ok(job)
            : ApiProblems.Of(StatusCodes.Status404NotFound, $"There is no job {jobId}.");
    }
}
