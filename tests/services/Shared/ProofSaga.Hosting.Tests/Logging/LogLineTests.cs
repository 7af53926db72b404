using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProofSaga.Hosting.Tests.Support;

namespace ProofSaga.Hosting.Tests.Logging;

/// <summary>One event is one line: when, how grave, where from, what.</summary>
[NonParallelizable]
sealed class LogLineTests
{
    const string Time = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d";

    [Test]
    public async Task An_event_of_ours_is_told_by_its_number()
    {
        var line = await LineAsync("ProofSaga.Prover.Generating", LogLevel.Information, 2001);

        Assert.That(line, Does.Match($"^{Time} INF 2001 something happened to 7$"));
    }

    [Test]
    public async Task An_event_of_our_outbox_is_told_by_its_number()
    {
        var line = await LineAsync("MassTransit.EntityFrameworkCoreIntegration.X", LogLevel.Information, 4001);

        Assert.That(line, Does.Match($"^{Time} INF 4001 something happened to 7$"));
    }

    [Test]
    public async Task An_event_of_a_library_is_told_by_its_category()
    {
        var line = await LineAsync("Microsoft.Hosting", LogLevel.Error, 14);

        Assert.That(line, Does.Match($"^{Time} ERR Microsoft.Hosting something happened to 7$"));
    }

    [TestCase("Microsoft.Hosting")]
    [TestCase("System.Net.Http")]
    [TestCase("MassTransit.Messages")]
    public async Task What_libraries_merely_mention_is_not_written(string category) =>
        Assert.That(await LineAsync(category, LogLevel.Information, 14), Is.Empty);

    [Test]
    public async Task What_libraries_mention_is_written_to_those_who_debug()
    {
        var line = await LineAsync("Microsoft.Hosting", LogLevel.Information, 14, "--Logging:Level=Debug");

        Assert.That(line, Does.Contain("INF Microsoft.Hosting"));
    }

    [Test]
    public async Task What_is_below_the_level_is_not_written() =>
        Assert.That(
            await LineAsync("ProofSaga.Prover", LogLevel.Information, 2001, "--Logging:Level=Warning"),
            Is.Empty
        );

    [Test]
    public async Task What_quotes_a_message_that_cannot_be_read_is_not_written()
    {
        var unreadable = new InvalidOperationException("R-FAULT", new JsonException("'my secret' is no JSON"));

        Assert.That(await LineAsync("MassTransit.ReceiveTransport", unreadable), Is.Empty);
    }

    [TestCase("ProofSaga.Intake")]
    [TestCase("MassTransit.EntityFrameworkCoreIntegration.X")]
    public async Task Our_own_events_are_written_whatever_their_exception(string category) =>
        Assert.That(await LineAsync(category, new JsonException()), Is.Not.Empty);

    [Test]
    public async Task What_a_consumer_throws_is_written() =>
        Assert.That(
            await LineAsync("MassTransit.ReceiveTransport", new InvalidOperationException()),
            Does.Contain("ERR MassTransit.ReceiveTransport")
        );

    static Task<string> LineAsync(string category, Exception exception) =>
        LineAsync(category, LogLevel.Error, 14, exception, []);

    static Task<string> LineAsync(string category, LogLevel level, int eventId, params string[] settings) =>
        LineAsync(category, level, eventId, exception: null, settings);

    static async Task<string> LineAsync(
        string category,
        LogLevel level,
        int eventId,
        Exception? exception,
        string[] settings
    )
    {
        using var installation = new Installation();
        var console = Console.Out;
        await using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            await using var app = installation.CreateBuilder(settings).Build();
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
            LoggerMessage.Define<int>(level, eventId, "something happened to {Count}")(logger, 7, exception);
        }
        finally
        {
            Console.SetOut(console);
        }

        var lines = written.ToString().Split('\n').Where(line => line.Contains("something happened"));
        return string.Join('\n', lines);
    }
}
