using System.Text.Json;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;

namespace ProofSaga.Intake.Submission;

/// <summary>
/// Reads a submission member by member, so that one answer names every member of a wrong type. Names may be
/// snake_case, camelCase or PascalCase: <c>proof_id</c>, <c>proofId</c> and <c>ProofId</c> are one.
/// </summary>
sealed class SubmissionReader
{
    readonly Dictionary<string, JsonElement> given = [];
    readonly List<SubmissionError> errors = [];
    readonly SubmissionSource source;
    int unlistedErrors;

    SubmissionReader(SubmissionSource source) => this.source = source;

    /// <param name="members">The submission's members in their order, names as they arrived; null: no Unicode text.</param>
    public static SubmissionReading Read(
        IEnumerable<KeyValuePair<string?, JsonElement>> members,
        SubmissionSource source
    )
    {
        var reader = new SubmissionReader(source);
        reader.Sort(members);
        return new SubmissionReading(reader.ReadSubmission(), reader.ListErrors());
    }

    void Sort(IEnumerable<KeyValuePair<string?, JsonElement>> members)
    {
        foreach (var (name, value) in members)
        {
            if (name is null || SubmissionFields.All.FirstOrDefault(field => IsSpelling(name, field)) is not { } known)
            {
                if (!source.IgnoresUnknownMembers)
                    Wrong(MemberPath.Of(container: null, name), "is not a member of a submission");
            }
            else if (value.ValueKind != JsonValueKind.Null && !given.TryAdd(known, value))
            {
                Wrong(known, "is given more than once");
            }
        }
    }

    SubmitProof ReadSubmission() =>
        new()
        {
            ProofId = ReadProofId(),
            Circuit = ReadText(SubmissionFields.Circuit) ?? "",
            ProofSystem = ReadText(SubmissionFields.ProofSystem),
            Inputs = given.GetValueOrDefault(SubmissionFields.Inputs),
            Attachments = ReadAttachments(),
            Signature = ReadSignature(),
            Priority = ReadPriority(),
            Publish = ReadPublish(),
            CallbackUrl = ReadCallbackUrl(),
            Client = ReadText(SubmissionFields.Client) ?? source.DefaultClient ?? "",
            Metadata = ReadMetadata(),
        };

    Guid ReadProofId()
    {
        if (!given.TryGetValue(SubmissionFields.ProofId, out var json))
            return source.NewProofId?.Invoke() ?? Guid.Empty;
        if (Guid.TryParseExact(JsonText.Of(json), "D", out var proofId))
            return proofId;

        Wrong(SubmissionFields.ProofId, "must be a UUID: 8-4-4-4-12 hexadecimal digits");
        return Guid.Empty;
    }

    string? ReadText(string field)
    {
        if (!given.TryGetValue(field, out var json))
            return null;
        if (JsonText.Of(json) is { } text)
            return text;

        Wrong(field, "must be a string of Unicode text");
        return null;
    }

    ProofPriority ReadPriority()
    {
        if (!given.TryGetValue(SubmissionFields.Priority, out var json))
            return ProofPriority.Normal;

        var text = JsonText.Of(json);
        foreach (var priority in Enum.GetValues<ProofPriority>())
        {
            if (string.Equals(text, SnakeCase.Of(priority), StringComparison.OrdinalIgnoreCase))
                return priority;
            if (source.TakesNumbersForNames && IsNumber(json, (int)priority))
                return priority;
        }

        var known = string.Join(", ", Enum.GetValues<ProofPriority>().Select(SnakeCase.Of));
        Wrong(SubmissionFields.Priority, $"must be one of: {known}");
        return ProofPriority.Normal;
    }

    static bool IsNumber(JsonElement json, int expected) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) && number == expected;

    bool? ReadPublish()
    {
        if (!given.TryGetValue(SubmissionFields.Publish, out var json))
            return null;
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return json.GetBoolean();

        Wrong(SubmissionFields.Publish, "must be true or false");
        return null;
    }

    Uri? ReadCallbackUrl()
    {
        if (ReadText(SubmissionFields.CallbackUrl) is not { } text)
            return null;
        if (text.Length <= SubmissionLimits.CallbackUrlLength && Uri.TryCreate(text, UriKind.Absolute, out var url))
            return url;

        Wrong(
            SubmissionFields.CallbackUrl,
            $"must be an absolute http or https URL of at most {SubmissionLimits.CallbackUrlLength} characters"
        );
        return null;
    }

    Dictionary<string, string> ReadMetadata()
    {
        var metadata = new Dictionary<string, string>();
        if (!given.TryGetValue(SubmissionFields.Metadata, out var json))
            return metadata;
        if (json.ValueKind != JsonValueKind.Object)
        {
            Wrong(SubmissionFields.Metadata, "must be an object of strings");
            return metadata;
        }

        // one more than there may be, so that the validator sees that there are too many
        foreach (var entry in json.EnumerateObject().Take(SubmissionLimits.MetadataEntries + 1))
        {
            var key = JsonText.NameOf(entry);
            var path = MemberPath.Of(SubmissionFields.Metadata, key);
            if (key is null)
                Wrong(path, "has a key that is no Unicode text");
            else if (JsonText.Of(entry.Value) is not { } value)
                Wrong(path, "must be a string of Unicode text");
            else if (!metadata.TryAdd(key, value))
                Wrong(path, "is given more than once");
        }

        return metadata;
    }

    /// <summary>No circuit takes attachments yet: what counts is whether there are any.</summary>
    ProofAttachment[] ReadAttachments()
    {
        if (!given.TryGetValue(SubmissionFields.Attachments, out var json))
            return [];
        if (json.ValueKind != JsonValueKind.Array)
            Wrong(SubmissionFields.Attachments, "must be an array");
        else if (json.GetArrayLength() > 0)
            Wrong(SubmissionFields.Attachments, "must be empty: no circuit takes attachments");
        return [];
    }

    /// <summary>No circuit asks for a signature yet: what counts is whether there is one.</summary>
    ProofSignature? ReadSignature()
    {
        if (given.ContainsKey(SubmissionFields.Signature))
            Wrong(SubmissionFields.Signature, "must be absent: no circuit takes a signature");
        return null;
    }

    void Wrong(string field, string message)
    {
        if (errors.Count < SubmissionLimits.ListedErrors)
            errors.Add(new SubmissionError(field, message));
        else
            unlistedErrors++;
    }

    /// <summary>A hostile submission gets a short answer.</summary>
    List<SubmissionError> ListErrors() =>
        unlistedErrors == 0
            ? errors
            : [.. errors, new SubmissionError(SubmissionFields.Body, $"{unlistedErrors} more errors are not listed")];

    /// <summary>Compares without case and underscores: <c>ProofId</c> spells <c>proof_id</c>.</summary>
    static bool IsSpelling(string name, string field) =>
        name.Length <= SubmissionLimits.ShownNameLength
        && string.Equals(
            name.Replace("_", "", StringComparison.Ordinal),
            field.Replace("_", "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase
        );
}
