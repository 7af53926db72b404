using System.Text.Json;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>What a prover host says of a job: a step it began, the result, or why there is none.</summary>
/// <param name="Step">The step; the other two are then <see langword="null"/>, and more answers follow.</param>
/// <param name="Result">The verb's result.</param>
/// <param name="Error">Why there is no result.</param>
sealed record ProverHostAnswer(string? Step, JsonElement? Result, ProverHostError? Error)
{
    const int MaxCodeLength = 64;

    /// <summary>Reads one line.</summary>
    /// <returns><see langword="null"/> when the line is no answer to the request <paramref name="id"/>.</returns>
    public static ProverHostAnswer? Parse(ReadOnlyMemory<byte> line, string id)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            // an answer without an id is to a request that could not be read, and only ours is under way
            if (json.GetProperty("id").GetString() is { } answered && answered != id)
                return null;
            if (json.TryGetProperty("progress", out var progress))
                return new ProverHostAnswer(progress.GetProperty("step").GetString(), Result: null, Error: null);
            if (json.GetProperty("ok").GetBoolean())
                return new ProverHostAnswer(Step: null, json.GetProperty("result").Clone(), Error: null);
            return new ProverHostAnswer(Step: null, Result: null, ReadError(json.GetProperty("error")));
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    static ProverHostError ReadError(JsonElement json)
    {
        var code = json.GetProperty("code").GetString()!;
        return IsCode(code)
            ? new ProverHostError(code, json.GetProperty("message").GetString()!)
            : throw new FormatException(
                "A code of more than 64 characters, or others than lower-case letters, digits and _."
            );
    }

    static bool IsCode(string text) =>
        text.Length is > 0 and <= MaxCodeLength
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
