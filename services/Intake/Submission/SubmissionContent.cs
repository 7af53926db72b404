using System.Buffers;
using System.Text.Json;
using ProofSaga.Persistence;

namespace ProofSaga.Intake.Submission;

/// <summary>
/// What makes two submissions the same one: everything but the proof id, in one canonical form, after the defaults are
/// filled in. It holds the inputs: only its keyed hash is kept.
/// </summary>
static class SubmissionContent
{
    /// <returns>UTF-8 JSON. Its members and their order are part of what is stored: a change makes repeats conflicts.</returns>
    public static byte[] ToCanonicalJson(ValidSubmission valid)
    {
        var submission = valid.Submission;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString(SubmissionFields.Circuit, valid.Circuit.Name);
            json.WriteString(SubmissionFields.ProofSystem, valid.ProofSystem);
            json.WriteString(SubmissionFields.Priority, SnakeCase.Of(submission.Priority));
            json.WriteBoolean(SubmissionFields.Publish, valid.Publish);
            json.WriteString(SubmissionFields.CallbackUrl, submission.CallbackUrl?.AbsoluteUri);
            json.WriteString(SubmissionFields.Client, submission.Client);
            json.WriteStartObject(SubmissionFields.Metadata);
            foreach (var (key, value) in submission.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
            json.WritePropertyName(SubmissionFields.Inputs);
            json.WriteRawValue(valid.Inputs.ToUtf8Json().Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
