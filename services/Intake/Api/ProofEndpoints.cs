using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Cancelling;
using ProofSaga.Intake.Overload;
using ProofSaga.Intake.Reading;
using ProofSaga.Intake.Submission;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Api;

static class ProofEndpoints
{
    const string Route = "/api/v1/proofs";
    const string Json = "application/json";

    public static void MapProofEndpoints(this IEndpointRouteBuilder endpoints)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<IntakeOptions>>().Value;
        endpoints
            .MapPost(Route, SubmitAsync)
            .WithName("submit_proof")
            .WithSummary("Submits a proof.")
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxBodyBytes))
            .Accepts<SubmitProof>(Json)
            .Produces<AcceptedProof>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        endpoints
            .MapGet($"{Route}/{{id}}", GetAsync)
            .WithName("get_proof")
            .WithSummary("Shows how far a proof is, and what came of it.")
            .Produces<ProofView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        endpoints
            .MapDelete($"{Route}/{{id}}", CancelAsync)
            .WithName("cancel_proof")
            .WithSummary("Gives a proof up and stops its prover.")
            .Produces<CancelledProof>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    static async Task<IResult> SubmitAsync(
        HttpRequest request,
        HttpResponse response,
        Backlog backlog,
        ProofSubmissionService submissions,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        // before the body is read: a repeat of what was accepted is not known from another submission here
        using var place = await backlog.TryEnterAsync(cancellationToken);
        if (place is null)
            return Overloaded.Answer(response);

        if (!SubmissionBody.IsJson(request))
            return ApiProblems.Of(StatusCodes.Status415UnsupportedMediaType, $"Send {Json} in UTF-8.");

        ReadOnlyMemory<byte> body;
        try
        {
            body = await SubmissionBody.ReadAsync(request, cancellationToken);
        }
        catch (BadHttpRequestException error)
        {
            return ApiProblems.Of(error.StatusCode, "The body is larger than allowed or was cut off.");
        }

        var reading = SubmissionBody.Parse(body, SubmissionSource.Http(time));
        if (reading.Errors.Any(error => error.Field == SubmissionFields.Body))
            return ApiProblems.Of(new ProofRejected(Guid.Empty, RejectionReason.Invalid, reading.Errors));

        var outcome = await submissions.SubmitAsync(reading, cancellationToken);
        if (outcome.Accepted is not { } accepted)
            return ApiProblems.Of(outcome.Rejected!);

        place.Accept();
        return TypedResults.Accepted(
            $"{Route}/{accepted.ProofId}",
            new AcceptedProof(accepted.ProofId, ProofStatus.Queued, "The proof is accepted.")
        );
    }

    static async Task<IResult> GetAsync(string id, ProofReader proofs, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var proofId))
            return InvalidId();

        return await proofs.FindAsync(proofId, cancellationToken) is { } proof
            ? TypedResults.Ok(proof)
            : NotFound(proofId);
    }

    static async Task<IResult> CancelAsync(
        string id,
        string? reason,
        HttpResponse response,
        ProofCancellation cancellation,
        CancellationToken cancellationToken
    )
    {
        if (!Guid.TryParseExact(id, "D", out var proofId))
            return InvalidId();
        if (reason?.Length > ProofCancellation.MaxReason)
            return ApiProblems.Invalid(
                new SubmissionError("reason", $"must have at most {ProofCancellation.MaxReason} characters")
            );
        if (!await cancellation.IsAcceptedAsync(proofId, cancellationToken))
            return NotFound(proofId);

        switch (await cancellation.CancelAsync(proofId, reason, cancellationToken))
        {
            case ProofCancelled cancelled:
                return TypedResults.Ok(new CancelledProof(proofId, ProofStatus.Cancelled, cancelled.Reason));
            case CancelRefused refused:
                return ApiProblems.Of(StatusCodes.Status409Conflict, $"The proof is not cancelled: {refused.Reason}.");
            default:
                response.Headers.RetryAfter = "1";
                return ApiProblems.Of(
                    StatusCodes.Status503ServiceUnavailable,
                    "It is not decided yet. Ask again: it does no harm."
                );
        }
    }

    static IResult InvalidId() =>
        ApiProblems.Of(
            StatusCodes.Status400BadRequest,
            "The proof id is not valid.",
            [new SubmissionError("id", "must be a UUID: 8-4-4-4-12 hexadecimal digits")]
        );

    static IResult NotFound(Guid proofId) =>
        ApiProblems.Of(StatusCodes.Status404NotFound, $"There is no proof {proofId}.");
}
