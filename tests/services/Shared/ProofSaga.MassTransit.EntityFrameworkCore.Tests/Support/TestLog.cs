using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>Keeps what a node logs, and shows its warnings beside the test that caused them.</summary>
sealed class TestLog : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<(LogLevel Level, int EventId, string Text)> entries = new();

    public IEnumerable<string> Warnings => entries.Where(e => e.Level >= LogLevel.Warning).Select(e => e.Text);

    /// <summary>How often an event was logged.</summary>
    public int CountOf(int eventId) => entries.Count(entry => entry.EventId == eventId);

    public ILogger CreateLogger(string categoryName) =>
        // EF reports each refused insert as an error, also those that a scenario is about
        categoryName.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            ? NullLogger.Instance
            : this;

    public void Dispose() { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (!IsEnabled(logLevel))
            return;

        var text = $"{eventId.Id} {formatter(state, exception)}";
        entries.Enqueue((logLevel, eventId.Id, text));
        if (logLevel >= LogLevel.Warning)
            TestContext.Progress.WriteLine($"{text} {exception?.Message}");
    }

    /// <summary>Waits until an event has been logged, or so often.</summary>
    public async Task UntilAsync(int eventId, int count = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (CountOf(eventId) < count)
            await timer.WaitForNextTickAsync(patience.Token);
    }
}
