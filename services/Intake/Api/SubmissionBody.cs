using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Submission;

namespace ProofSaga.Intake.Api;

/// <summary>The body of a <c>POST /proofs</c>: one JSON object in UTF-8. What is wrong with it is told without repeating it.</summary>
static class SubmissionBody
{
    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Is the body declared to be JSON in UTF-8 (RFC 8259 knows no other encoding)?</summary>
    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <exception cref="BadHttpRequestException">The body is larger than the endpoint allows, or was cut off.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        return bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
    }

    public static SubmissionReading Parse(ReadOnlyMemory<byte> body, SubmissionSource source)
    {
        if (!Utf8.IsValid(body.Span))
            return Unreadable("is not valid UTF-8");

        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return Unreadable("must be a JSON object");

            // a clone outlives the document
            var members = json.RootElement.Clone().EnumerateObject();
            return SubmissionReader.Read(
                members.Select(member => KeyValuePair.Create(JsonText.NameOf(member), member.Value)),
                source
            );
        }
        catch (JsonException error)
        {
            return Unreadable($"is not valid JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
    }

    static SubmissionReading Unreadable(string why) =>
        new(new SubmitProof(), [new SubmissionError(SubmissionFields.Body, why)]);
}
