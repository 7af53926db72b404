using System.Net;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.LocalServers.Processes;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Hosting.Tests.Outages;

/// <summary>A service says that it cannot be used without its broker, in a log that alarms nobody needlessly.</summary>
[NonParallelizable]
sealed class BrokerAwayTests
{
    [Test]
    public async Task A_process_whose_broker_is_lost_lives_and_is_not_ready_and_says_so_once()
    {
        using var installation = new Installation();
        var broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        var console = Console.Out;
        await using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            var host = installation.CreateBuilder($"--RabbitMq:Url={broker.Uri}");
            host.Services.AddSingleton<NoteAttempts>();
            host.ConfigureBus(bus => bus.AddConsumer<NoteConsumer, NoteDefinition>());
            await using var app = host.Build();
            await app.MigrateDatabaseAsync();
            await app.StartAsync();
            await app.BecomesReadyAsync();

            // nobody can connect to it any more: as if the broker were gone
            await broker.DisposeAsync();
            await Eventually.HoldsAsync(
                async () => await app.StatusAsync("ready") == HttpStatusCode.ServiceUnavailable,
                "the process is not ready"
            );
            var answer = await app.ReadinessAsync();

            Assert.That(answer, Does.Contain("masstransit-bus: "));
            Assert.That(await app.StatusAsync("live"), Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            Console.SetOut(console);
        }

        var lines = written.ToString().Split('\n');
        Assert.That(lines.Where(line => line.Contains("WRN 6313", StringComparison.Ordinal)), Has.One.Items);
        Assert.That(lines.Where(line => line.Contains("HealthChecks", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_process_whose_broker_is_not_there_yet_lives_and_is_not_ready_which_is_no_error()
    {
        using var installation = new Installation();
        var console = Console.Out;
        await using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            await using var app = installation
                .CreateBuilder($"--RabbitMq:Url=amqp://nobody@127.0.0.1:{LoopbackPort.FindFree()}")
                .Build();
            await app.MigrateDatabaseAsync();
            await app.StartAsync();

            Assert.That(await app.StatusAsync("ready"), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(await app.StatusAsync("ready"), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(await app.StatusAsync("live"), Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            Console.SetOut(console);
        }

        var lines = written.ToString().Split('\n');
        Assert.That(lines.Where(line => line.Contains("INF 6312", StringComparison.Ordinal)), Has.One.Items);
        Assert.That(lines.Where(line => line.Contains(" ERR ", StringComparison.Ordinal)), Is.Empty);
    }
}
