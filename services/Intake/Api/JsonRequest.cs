using System.Text.Json;
using System.Text.Json.Serialization;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Api;

/// <summary>A small request body: one JSON object whose every member is known. What is wrong is told by its name.</summary>
static class JsonRequest
{
    const string Body = "body";

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <returns>The body, or the answer to a wrong one.</returns>
    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(
        HttpRequest request,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (!SubmissionBody.IsJson(request))
            return (null, ApiProblems.Of(StatusCodes.Status415UnsupportedMediaType, "Send application/json in UTF-8."));

        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, Options, cancellationToken);
            return value is null ? (null, Wrong(Body, "must be a JSON object")) : (value, null);
        }
        // one within another: no JSON at all, wherever it ends
        catch (JsonException error) when (error is { InnerException: not JsonException, Path: { Length: > 2 } path })
        {
            // "$.filter.stage"; the exception's own text would repeat what was sent
            return (null, Wrong(path[2..], "is unknown or of a wrong type"));
        }
        catch (JsonException error)
        {
            return (
                null,
                Wrong(Body, $"is no JSON object: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}")
            );
        }
        catch (BadHttpRequestException error)
        {
            return (null, ApiProblems.Of(error.StatusCode, "The body is larger than allowed or was cut off."));
        }
    }

    static IResult Wrong(string field, string why) => ApiProblems.Invalid(new SubmissionError(field, why));
}
