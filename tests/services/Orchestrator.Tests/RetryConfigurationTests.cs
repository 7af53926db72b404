using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts;
using ProofSaga.Hosting;

namespace ProofSaga.Orchestrator.Tests;

/// <summary>Schedules as an operator writes them, read by the production registration.</summary>
public class RetryConfigurationTests
{
    string folder = null!;

    [OneTimeSetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("proofsaga-retries-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_circuit_says_what_differs_from_all_circuits_and_these_what_differs_from_the_default()
    {
        var retries = await ReadAsync([
            "--Retries:Verify:0=00:00:07",
            "--Retries:Circuits:image-authenticity:Generate:0=00:10:00",
            "--Retries:Circuits:image-authenticity:Generate:1=01:00:00",
        ]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Seconds(retries.Of(ProofStage.Generate, "image-authenticity")),
                Is.EqualTo(new[] { 600, 3600 })
            );
            Assert.That(Seconds(retries.Of(ProofStage.Verify, "image-authenticity")), Is.EqualTo(new[] { 7 }));
            Assert.That(
                Seconds(retries.Of(ProofStage.Publish, "image-authenticity")),
                Is.EqualTo(new[] { 60, 120, 240 })
            );
            Assert.That(Seconds(retries.Of(ProofStage.Generate, "preimage")), Is.EqualTo(new[] { 0, 60, 300 }));
            Assert.That(Seconds(retries.Of(ProofStage.Verify, "preimage")), Is.EqualTo(new[] { 7 }));
        }
    }

    [Test]
    public async Task An_empty_list_means_no_retries()
    {
        var fromSettings = await ReadAsync(["--Retries:Generate=", "--Retries:Circuits:withdraw:Publish="]);
        var fromJson = await ReadAsync(
            [],
            """{ "Retries": { "Generate": [], "Verify": null, "Circuits": { "withdraw": { "Publish": [] } } } }"""
        );

        foreach (var retries in (RetrySchedules[])[fromSettings, fromJson])
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(retries.Of(ProofStage.Generate, "preimage"), Is.Empty);
                Assert.That(retries.Of(ProofStage.Verify, "preimage"), Has.Count.EqualTo(3), "nothing is said of it");
                Assert.That(retries.Of(ProofStage.Publish, "withdraw"), Is.Empty);
                Assert.That(retries.Of(ProofStage.Publish, "preimage"), Has.Count.EqualTo(3));
            }
        }
    }

    [Test]
    public void Everything_that_is_wrong_stops_the_start_and_is_named_with_its_value()
    {
        string[] settings =
        [
            "--Retries:Generate:0=soon",
            "--Retries:Generate:1=-00:00:01",
            "--Retries:Verify=00:01:00",
            "--Retries:Publsh:0=00:01:00",
            "--Retries:Circuits:withdraw:Publish:0=8.00:00:00",
            "--Retries:Circuits:withdraw:Prove:0=00:00:01",
            "--Retries:Circuits:preimage=00:00:09",
        ];

        var refused = Assert.CatchAsync<OptionsValidationException>(async () =>
        {
            await using var app = Build(settings);
            await app.StartAsync();
        });

        string[] expected =
        [
            "Retries:Generate:0 is 'soon'",
            "Retries:Generate:1 is '-00:00:01'",
            "Retries:Verify is '00:01:00'",
            "Retries:Publsh is not known",
            "Retries:Circuits:withdraw:Publish:0 is '8.00:00:00'",
            "Retries:Circuits:withdraw:Prove is not known",
            "Retries:Circuits:preimage is '00:00:09'",
        ];
        foreach (var problem in expected)
            Assert.That(refused!.Failures, Has.One.StartsWith(problem));
        Assert.That(refused!.Failures.Count(), Is.EqualTo(expected.Length));
    }

    async Task<RetrySchedules> ReadAsync(string[] settings, string json = "{}")
    {
        await using var app = Build(settings, json);
        return app.Services.GetRequiredService<IOptions<RetrySchedules>>().Value;
    }

    WebApplication Build(string[] settings, string json = "{}")
    {
        var host = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={folder}",
            "--Database:Url=",
            "--RabbitMq:Url=",
            "--urls=http://127.0.0.1:0",
            .. settings,
        ]);
        host.Web.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        host.AddOrchestrator();
        return host.Build();
    }

    static double[] Seconds(IEnumerable<TimeSpan> delays) => [.. delays.Select(delay => delay.TotalSeconds)];
}
