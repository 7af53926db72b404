using System.Globalization;
using ProofSaga.Intake.Api;

namespace ProofSaga.Intake.Overload;

/// <summary>The answer while the installation is full.</summary>
static class Overloaded
{
    const int ShortestRetrySeconds = 5;
    const int LongestRetrySeconds = 15;

    /// <summary>429 with a <c>Retry-After</c> that differs from caller to caller, so that they do not all come back at once.</summary>
    public static IResult Answer(HttpResponse response)
    {
        response.Headers.RetryAfter = Random
            .Shared.Next(ShortestRetrySeconds, LongestRetrySeconds + 1)
            .ToString(CultureInfo.InvariantCulture);
        return ApiProblems.Of(
            StatusCodes.Status429TooManyRequests,
            "Too many proofs are queued. Nothing was read or stored: send the same submission again later."
        );
    }
}
