using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;

namespace ProofSaga.Intake.Paging;

/// <summary>Reads what a caller puts into a query, and keeps everything that is wrong with it, each under its name.</summary>
sealed class QueryReading
{
    const int DefaultLimit = 50;
    const int MaxLimit = 200;

    public List<SubmissionError> Errors { get; } = [];

    /// <summary>How many entries a page has: 1 to 200, without a word 50.</summary>
    public int Limit(string? limit)
    {
        if (limit is null)
            return DefaultLimit;
        if (int.TryParse(limit, out var size) && size is >= 1 and <= MaxLimit)
            return size;

        Errors.Add(new("limit", $"must be a number from 1 to {MaxLimit}"));
        return DefaultLimit;
    }

    /// <returns>null for the first page.</returns>
    public PageCursor? Cursor(string? cursor)
    {
        if (cursor is null)
            return null;
        if (PageCursor.TryParse(cursor, out var after))
            return after;

        Errors.Add(new("cursor", "must be a next_cursor as it was given"));
        return null;
    }

    public Guid? Uuid(string name, string? text)
    {
        if (text is null)
            return null;
        if (Guid.TryParseExact(text, "D", out var id))
            return id;

        Errors.Add(new(name, "must be a UUID: 8-4-4-4-12 hexadecimal digits"));
        return null;
    }

    /// <summary>One of a few names, snake_case.</summary>
    public TEnum? Name<TEnum>(string name, string? text)
        where TEnum : struct, Enum
    {
        if (text is null)
            return null;
        if (SnakeCase.TryParse(text, out TEnum value))
            return value;

        var names = Enum.GetValues<TEnum>().Select(SnakeCase.Of).ToArray();
        Errors.Add(new(name, $"must be {string.Join(", ", names[..^1])} or {names[^1]}"));
        return null;
    }
}
