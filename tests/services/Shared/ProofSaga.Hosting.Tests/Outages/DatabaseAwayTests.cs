using System.Net;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Persistence;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Outages;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Hosting.Tests.Outages;

/// <summary>A service whose database goes away keeps its messages, on RabbitMQ and Postgres.</summary>
sealed class DatabaseAwayTests
{
    /// <summary>More than a process takes at once.</summary>
    const int Notes = 40;

    PrivatePostgres postgres = null!;
    Installation installation = null!;
    TestDatabase database = null!;
    TestVirtualHost broker = null!;
    WebApplication app = null!;
    bool databaseIsAway;

    NoteAttempts Attempts => app.Services.GetRequiredService<NoteAttempts>();

    [OneTimeSetUp]
    public async Task StartServerAsync() => postgres = await PrivatePostgres.StartAsync();

    [OneTimeTearDown]
    public async Task StopServerAsync() => await postgres.DisposeAsync();

    [SetUp]
    public async Task StartAsync()
    {
        installation = new Installation();
        database = await postgres.Server.CreateDatabaseAsync();
        broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        app = await StartHostAsync();
        await app.BecomesReadyAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (databaseIsAway)
            await EndOutageAsync();
        await app.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
        installation.Dispose();
    }

    [Test]
    public async Task What_comes_meanwhile_is_done_once_afterwards_and_nothing_ends_in_an_error_queue()
    {
        await BeginOutageAsync();
        var away = Task.Delay(OutageLength.Value, TimeProvider.System);

        var sent = await SendNotesAsync();
        Assert.That(await app.StatusAsync("ready"), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await app.StatusAsync("live"), Is.EqualTo(HttpStatusCode.OK));
        await away;
        await EndOutageAsync();

        await Eventually.HoldsAsync(async () => await CountNotesAsync() == sent, "every note is written down");
        await app.BecomesReadyAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await broker.CountMessagesAsync($"{NoteDefinition.Queue}_error"), Is.Zero);
            Assert.That(await broker.CountMessagesAsync($"{NoteWorkerDefinition.Queue}_error"), Is.Zero);
            Assert.That(Attempts.MostRetries, Is.LessThanOrEqualTo(2));
        });
    }

    [Test]
    public async Task A_process_that_is_stopped_meanwhile_gives_its_messages_back()
    {
        await BeginOutageAsync();
        var sent = await SendNotesAsync();
        await Eventually.HoldsAsync(() => Attempts.Begun > 0, "messages are being tried");

        var stopping = TimeProvider.System.GetTimestamp();
        await app.StopAsync();
        await app.DisposeAsync();

        Assert.That(TimeProvider.System.GetElapsedTime(stopping), Is.LessThan(TimeSpan.FromSeconds(20)));
        await Eventually.HoldsAsync(
            async () =>
                await broker.CountMessagesAsync(NoteDefinition.Queue)
                    + await broker.CountMessagesAsync(NoteWorkerDefinition.Queue)
                == sent,
            "all messages are in their queues again"
        );
        await EndOutageAsync();
        app = await StartHostAsync();
        await Eventually.HoldsAsync(async () => await CountNotesAsync() == sent, "the next process does the work");
    }

    async Task BeginOutageAsync()
    {
        databaseIsAway = true;
        await postgres.KillAsync();
    }

    async Task EndOutageAsync()
    {
        await postgres.StartAgainAsync();
        databaseIsAway = false;
    }

    async Task<WebApplication> StartHostAsync()
    {
        var host = installation.CreateBuilder(
            "--Logging:Level=Fatal",
            $"--Database:Url={database.ConnectionString}",
            $"--RabbitMq:Url={broker.Uri}"
        );
        host.Services.AddSingleton<NoteAttempts>();
        host.ConfigureBus(bus =>
        {
            bus.AddConsumer<NoteConsumer, NoteDefinition>();
            bus.AddConsumer<NoteWorker, NoteWorkerDefinition>();
        });
        var built = host.Build();
        await built.MigrateDatabaseAsync();
        await built.StartAsync();
        return built;
    }

    /// <returns>How many notes were sent, to both endpoints together.</returns>
    async Task<int> SendNotesAsync()
    {
        var bus = app.Services.GetRequiredService<IBus>();
        var queue = await bus.GetSendEndpoint(new Uri($"queue:{NoteDefinition.Queue}"));
        var workerQueue = await bus.GetSendEndpoint(new Uri($"queue:{NoteWorkerDefinition.Queue}"));
        for (var number = 0; number < Notes; number++)
        {
            await queue.Send(new Note(Guid.NewGuid()));
            await workerQueue.Send(new Note(Guid.NewGuid()));
        }

        return 2 * Notes;
    }

    async Task<int> CountNotesAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>().DeadLetters.CountAsync();
    }
}
