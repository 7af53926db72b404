using ProofSaga.DeadLetters.SetAside.Headers;

namespace ProofSaga.DeadLetters.SetAside;

/// <summary>What was said about a message, beside its body: AMQP's basic properties, as far as a return needs them.</summary>
/// <param name="Headers">Of the types that <see cref="KeptHeader"/> knows.</param>
sealed record MessageProperties(IReadOnlyDictionary<string, object> Headers)
{
    public string? MessageId { get; init; }
    public string? ContentType { get; init; }
    public string? ContentEncoding { get; init; }
    public string? CorrelationId { get; init; }
    public string? ReplyTo { get; init; }
    public string? Type { get; init; }
    public string? AppId { get; init; }
    public byte Priority { get; init; }

    /// <returns>null when there is no such header.</returns>
    public string? TextOf(string header) =>
        Headers.TryGetValue(header, out var value) ? KeptHeader.TextOf(value) : null;
}
