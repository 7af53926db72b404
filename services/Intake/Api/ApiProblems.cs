using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Api;

/// <summary>Errors as problem details (RFC 9457) with <c>errors</c>: field to messages.</summary>
static class ApiProblems
{
    public static IResult Of(ProofRejected rejected) =>
        rejected.Reason switch
        {
            RejectionReason.Conflict => Of(StatusCodes.Status409Conflict, "The proof id is taken.", rejected.Errors),
            RejectionReason.NullifierReserved => Of(
                StatusCodes.Status409Conflict,
                "The nullifier is taken.",
                rejected.Errors
            ),
            _ => Of(StatusCodes.Status400BadRequest, "The submission is not valid.", rejected.Errors),
        };

    public static IResult Invalid(params IEnumerable<SubmissionError> errors) =>
        Of(StatusCodes.Status400BadRequest, "The request is not valid.", errors);

    public static IResult Of(int statusCode, string title, IEnumerable<SubmissionError> errors) =>
        TypedResults.Problem(
            statusCode: statusCode,
            title: title,
            extensions: new Dictionary<string, object?>
            {
                ["errors"] = errors
                    .GroupBy(error => error.Field)
                    .ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToArray()),
            }
        );

    public static IResult Of(int statusCode, string detail) =>
        TypedResults.Problem(statusCode: statusCode, detail: detail);
}
