using System.Net;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts.Verification;
using ProofSaga.DeadLetters;
using ProofSaga.Hosting;
using ProofSaga.Intake;
using ProofSaga.Orchestrator;
using ProofSaga.Prover;
using ProofSaga.Publisher;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Standalone;

/// <summary>Every service in one process, with the bus in memory: an order that names no proof, over HTTP.</summary>
public class When_a_message_is_set_aside
{
    TemporaryFolder folder = null!;
    WebApplication host = null!;
    ProofApi api = null!;

    [SetUp]
    public async Task Start()
    {
        folder = new TemporaryFolder();
        var builder = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={folder.Path}",
            $"--InfraDirectory={RepositoryRoot.Infra}",
            "--Database:Url=",
            "--RabbitMq:Url=",
            "--Logging:Level=Fatal",
            "--Urls=http://127.0.0.1:0",
        ]);
        builder.AddIntake();
        builder.AddOrchestrator();
        builder.AddProver();
        builder.AddPublisher();
        builder.AddDeadLetters();
        host = builder.Build();
        await host.MigrateDatabaseAsync();
        await host.StartAsync();
        api = new ProofApi(new Uri(host.Urls.Single()));
        var verify = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("exchange:verify-proof"));
        await verify.Send(new VerifyProof(Guid.Empty, Attempt: 1, "preimage", "groth16"));
    }

    [TearDown]
    public async Task Stop()
    {
        api.Dispose();
        await host.StopAsync();
        await host.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Test]
    public async Task It_is_a_dead_letter_that_goes_back_once_and_comes_again_as_another()
    {
        var id = (await LettersAsync("open", 1))[0]!["id"]!.GetValue<Guid>();
        var details = (await api.SendAsync(HttpMethod.Get, $"dead-letters/{id}")).Body;
        var order = new JsonObject { ["by"] = "ada" };

        var replayed = await api.SendAsync(HttpMethod.Post, $"dead-letters/{id}/replay", order);
        var again = await api.SendAsync(HttpMethod.Post, $"dead-letters/{id}/replay", order);

        var other = (await LettersAsync("open", 1))[0]!;
        var decisions = (await api.SendAsync(HttpMethod.Get, $"dead-letters/{id}")).Body["decisions"]!.AsArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)details["letter"]!["code"], Is.EqualTo("message_incomplete"));
            Assert.That((string?)details["letter"]!["error"], Does.Contain("names no proof"));
            Assert.That((string?)details["letter"]!["stage"], Is.EqualTo("verify"));
            Assert.That((string?)details["message"]!["message_type"], Does.EndWith(":VerifyProof"));
            Assert.That((bool?)details["message"]!["body_is_kept"], Is.True);
            Assert.That((string?)details["replays"]![0]!["effect"], Does.Contain("back into queue verify-proof"));
            Assert.That(replayed.Status, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That((string?)again.Body["detail"], Does.Contain("went back"));
            Assert.That(other["id"]!.GetValue<Guid>(), Is.Not.EqualTo(id));
            Assert.That((string?)decisions.Single()!["decided_by"], Is.EqualTo("ada"));
        }
    }

    Task<JsonArray> LettersAsync(string state, int count) =>
        Eventually.GetAsync(
            async () =>
                (await api.SendAsync(HttpMethod.Get, $"dead-letters?queue=verify-proof&state={state}")).Body[
                    "items"
                ]!.AsArray(),
            items => items.Count == count,
            $"{count} letters"
        );
}
