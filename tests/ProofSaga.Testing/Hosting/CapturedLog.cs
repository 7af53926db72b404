using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ProofSaga.Testing.Hosting;

/// <summary>Keeps everything that is logged: messages, scopes and exceptions.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    readonly ConcurrentQueue<(int EventId, string Text)> entries = new();

    /// <summary>Level, event id, message and exception of each event, and each scope.</summary>
    public IEnumerable<string> Entries => entries.Select(entry => entry.Text);

    public string Everything => string.Join('\n', Entries);

    public IEnumerable<string> Of(int eventId) =>
        entries.Where(entry => entry.EventId == eventId).Select(entry => entry.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose() { }

    sealed class Logger(CapturedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.entries.Enqueue((0, $"{state}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log.entries.Enqueue((eventId.Id, $"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}"));
    }
}
