using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ProofSaga.Testing.Hosting;

/// <summary>Keeps everything that is logged: messages, scopes and exceptions.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    readonly ConcurrentQueue<LoggedEvent> events = new();

    /// <summary>What was logged so far, in order; each scope as an event with the id 0.</summary>
    public IReadOnlyCollection<LoggedEvent> Events => events;

    /// <summary>Level, event id, message and exception of each event, and each scope.</summary>
    public IEnumerable<string> Entries => events.Select(logged => logged.Text);

    public string Everything => string.Join('\n', Entries);

    public IEnumerable<string> Of(int eventId) =>
        events.Where(logged => logged.EventId == eventId).Select(logged => logged.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.events.Enqueue(new LoggedEvent(category, LogLevel.None, 0, $"{state}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) =>
            log.events.Enqueue(
                new LoggedEvent(
                    category,
                    logLevel,
                    eventId.Id,
                    $"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}"
                )
            );
    }
}
