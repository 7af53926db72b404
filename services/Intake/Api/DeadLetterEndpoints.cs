using Microsoft.AspNetCore.Mvc;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.DeadLetters;
using ProofSaga.Intake.Paging;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.Api;

/// <summary>What failed for good, and what an operator makes of it.</summary>
static class DeadLetterEndpoints
{
    const string Route = "/api/v1/dead-letters";
    const int DefaultReplays = 100;
    const int MaxReplays = 1000;
    const int MaxName = 200;
    const int MaxReason = 2000;

    /// <summary>An order has no more than a few names and a reason.</summary>
    static readonly RequestSizeLimitAttribute MaxBody = new(64 * 1024);

    public static void MapDeadLetterEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet(Route, ListAsync)
            .WithName("list_dead_letters")
            .WithSummary("Lists dead letters, newest first.")
            .Produces<DeadLetterPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        endpoints
            .MapGet($"{Route}/groups", GroupAsync)
            .WithName("group_dead_letters")
            .WithSummary("Counts the open dead letters by their reason.")
            .Produces<IReadOnlyList<DeadLetterGroup>>();
        endpoints
            .MapGet($"{Route}/{{id:guid}}", GetAsync)
            .WithName("get_dead_letter")
            .WithSummary("Shows a dead letter, what a replay would do, and what was decided.")
            .Produces<DeadLetterDetails>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        endpoints
            .MapPost($"{Route}/{{id:guid}}/replay", ReplayAsync)
            .WithName("replay_dead_letter")
            .WithSummary(
                "Lets a failed proof go on from the stage that failed, or from another; puts a message back into its queue."
            )
            .WithMetadata(MaxBody)
            .Accepts<ReplayOrder>("application/json")
            .Produces<ReplayReport>()
            .Produces<ReplayReport>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        endpoints
            .MapPost($"{Route}/replay", ReplayManyAsync)
            .WithName("replay_dead_letters")
            .WithSummary("Replays the open dead letters that a filter names.")
            .WithMetadata(MaxBody)
            .Accepts<ReplayMany>("application/json")
            .Produces<ReplayReport>()
            .Produces<ReplayReport>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        endpoints
            .MapDelete($"{Route}/{{id:guid}}", DiscardAsync)
            .WithName("discard_dead_letter")
            .WithSummary("Gives a failed proof or a message up and erases its inputs, or all of it.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> ListAsync(
        DeadLetterReader letters,
        string? state,
        string? stage,
        string? code,
        string? circuit,
        string? client,
        string? proof_id,
        string? queue,
        string? limit,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReading();
        var resolution = ReadState(state, query.Errors);
        var proofId = query.Uuid("proof_id", proof_id);
        var size = query.Limit(limit);
        var after = query.Cursor(cursor);
        if (query.Errors.Count > 0)
            return ApiProblems.Invalid(query.Errors);

        var filter = new DeadLetterFilter(resolution, stage, code, circuit, client, proofId, queue);
        return TypedResults.Ok(await letters.ListAsync(filter, after, size, cancellationToken));
    }

    static async Task<IResult> GroupAsync(DeadLetterReader letters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await letters.GroupAsync(cancellationToken));

    static async Task<IResult> GetAsync(Guid id, DeadLetterReader letters, CancellationToken cancellationToken) =>
        await letters.FindAsync(id, cancellationToken) is { } letter ? TypedResults.Ok(letter) : NotFound(id);

    static async Task<IResult> ReplayAsync(
        Guid id,
        HttpRequest request,
        DeadLetterReader letters,
        DeadLetterDesk desk,
        CancellationToken cancellationToken
    )
    {
        var (order, problem) = await JsonRequest.ReadAsync<ReplayOrder>(request, cancellationToken);
        if (order is null)
            return problem!;
        if (FindErrors(order) is { Count: > 0 } errors)
            return ApiProblems.Invalid(errors);
        if (await letters.FindLetterAsync(id, cancellationToken) is not { } letter)
            return NotFound(id);

        var outcomes = await desk.ReplayAsync([letter], order, cancellationToken);
        return !order.DryRun && outcomes[0].WhyNot is { } whyNot
            ? ApiProblems.Of(StatusCodes.Status409Conflict, $"Nothing is replayed: {whyNot}.")
            : Answer(ReplayReport.Of(order.DryRun, outcomes, more: false));
    }

    static async Task<IResult> ReplayManyAsync(
        HttpRequest request,
        DeadLetterReader letters,
        DeadLetterDesk desk,
        CancellationToken cancellationToken
    )
    {
        var (many, problem) = await JsonRequest.ReadAsync<ReplayMany>(request, cancellationToken);
        if (many is null)
            return problem!;

        var errors = FindErrors(many.Order);
        var limit = many.Limit ?? DefaultReplays;
        if (limit is < 1 or > MaxReplays)
            errors.Add(new("limit", $"must be from 1 to {MaxReplays}"));
        if (many.Filter is null)
            errors.Add(new("filter", "must be given; {} means every open letter"));
        else if (many.Filter.Resolution is not null)
            errors.Add(new("filter.resolution", "must not be given: open letters are replayed"));
        if (errors.Count > 0)
            return ApiProblems.Invalid(errors);

        var found = await letters.NewestFirstAsync(many.Filter!, after: null, limit + 1, cancellationToken);
        var outcomes = await desk.ReplayAsync([.. found.Take(limit)], many.Order, cancellationToken);
        return Answer(ReplayReport.Of(many.DryRun, outcomes, more: found.Count > limit));
    }

    static async Task<IResult> DiscardAsync(
        Guid id,
        string? by,
        string? reason,
        DeadLetterReader letters,
        DeadLetterDesk desk,
        CancellationToken cancellationToken
    )
    {
        var errors = FindErrors(by, reason);
        if (string.IsNullOrWhiteSpace(reason))
            errors.Add(new("reason", "must be given"));
        if (errors.Count > 0)
            return ApiProblems.Invalid(errors);
        if (await letters.FindLetterAsync(id, cancellationToken) is not { } letter)
            return NotFound(id);

        return await desk.DiscardAsync(letter, by!, reason!, cancellationToken) is { } whyNot
            ? ApiProblems.Of(StatusCodes.Status409Conflict, $"The letter is not discarded: {whyNot}.")
            : TypedResults.NoContent();
    }

    static IResult Answer(ReplayReport report) =>
        report.DryRun ? TypedResults.Ok(report) : TypedResults.Accepted((string?)null, report);

    static DeadLetterResolution? ReadState(string? state, List<SubmissionError> errors)
    {
        if (state is null or "open")
            return null;
        if (SnakeCase.TryParse(state, out DeadLetterResolution resolution))
            return resolution;

        errors.Add(new("state", "must be open, replayed or discarded"));
        return null;
    }

    static List<SubmissionError> FindErrors(ReplayOrder order) => FindErrors(order.By, order.Reason);

    static List<SubmissionError> FindErrors(string? by, string? reason)
    {
        var errors = new List<SubmissionError>();
        if (string.IsNullOrWhiteSpace(by) || by.Length > MaxName)
            errors.Add(new("by", $"must say who decides, in 1 to {MaxName} characters"));
        if (reason?.Length > MaxReason)
            errors.Add(new("reason", $"must have at most {MaxReason} characters"));
        return errors;
    }

    static IResult NotFound(Guid id) => ApiProblems.Of(StatusCodes.Status404NotFound, $"There is no dead letter {id}.");
}
