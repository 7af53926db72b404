using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Submission;
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
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        endpoints
            .MapGet($"{Route}/{{id}}", GetAsync)
            .WithName("get_proof")
            .WithSummary("Shows how far a proof is, and what came of it.")
            .Produces<ProofView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> SubmitAsync(
        HttpRequest request,
        ProofSubmissionService submissions,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
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
        return outcome.Accepted is { } accepted
            ? TypedResults.Accepted(
                $"{Route}/{accepted.ProofId}",
                new AcceptedProof(accepted.ProofId, ProofStatus.Queued, "The proof is accepted.")
            )
            : ApiProblems.Of(outcome.Rejected!);
    }

    static async Task<IResult> GetAsync(string id, ProofReader proofs, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var proofId))
            return ApiProblems.Of(
                StatusCodes.Status400BadRequest,
                "The proof id is not valid.",
                [new SubmissionError("id", "must be a UUID: 8-4-4-4-12 hexadecimal digits")]
            );

        return await proofs.FindAsync(proofId, cancellationToken) is { } proof
            ? TypedResults.Ok(proof)
            : ApiProblems.Of(StatusCodes.Status404NotFound, $"There is no proof {proofId}.");
    }
}
