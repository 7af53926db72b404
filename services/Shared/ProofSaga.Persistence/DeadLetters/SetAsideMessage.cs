namespace ProofSaga.Persistence.DeadLetters;

/// <summary>The message of a dead letter that came from an error or skipped queue.</summary>
public class SetAsideMessage
{
    public Guid DeadLetterId { get; set; }

    /// <summary>As its sender wrote it; null when it has none.</summary>
    public string? MessageId { get; set; }

    /// <summary>The URN of its type; null when it names none that is one.</summary>
    public string? MessageType { get; set; }

    public string? ContentType { get; set; }

    /// <summary>A JSON object of the headers that say how it failed, strings all.</summary>
    public string Headers { get; set; } = "{}";

    public long BodyBytes { get; set; }

    /// <summary>
    /// Properties, headers and body, encrypted, since they may hold witness inputs; null when they are not kept, were
    /// put back into the queue or discarded.
    /// </summary>
    public byte[]? ProtectedMessage { get; set; }

    /// <summary>Why it was never kept; null when it was.</summary>
    public string? WhyNotKept { get; set; }
}
