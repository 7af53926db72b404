using Microsoft.Extensions.Logging;

namespace ProofSaga.Testing.Hosting;

/// <summary>One event of a log.</summary>
/// <param name="Text">Level, event id, message and exception.</param>
public sealed record LoggedEvent(string Category, LogLevel Level, int EventId, string Text)
{
    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();
}
