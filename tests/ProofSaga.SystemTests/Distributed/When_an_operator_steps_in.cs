using System.Net;
using System.Text.Json.Nodes;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>Cancel and replay over HTTP, with the saga on RabbitMQ and Postgres behind it.</summary>
public class When_an_operator_steps_in
{
    Installation installation = null!;

    [SetUp]
    public async Task Start()
    {
        // an attempt and one retry, both at once
        installation = await Installation.PrepareAsync("--Retries:Publish:0=00:00:00");
        await Task.WhenAll(
            installation.StartIntakeAsync(),
            installation.StartOrchestratorAsync(),
            installation.StartDeadLettersAsync()
        );
    }

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task A_waiting_proof_is_cancelled_and_stays_so_and_a_finished_one_is_too_late()
    {
        var waiting = await installation.Api.SubmitAsync(Submissions.Groth16(0));

        var first = await installation.Api.SendAsync(HttpMethod.Delete, $"proofs/{waiting}?reason=ordered%20twice");
        var again = await installation.Api.SendAsync(HttpMethod.Delete, $"proofs/{waiting}?reason=another");
        await installation.StartProverAsync();
        var other = Submissions.Commitment(1);
        other["publish"] = false;
        var completed = await installation.Api.SubmitAsync(other);
        Assert.That((await installation.Api.EndOfAsync(completed)).Status, Is.EqualTo("completed"));
        var late = await installation.Api.SendAsync(HttpMethod.Delete, $"proofs/{completed}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(again.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(again.Body["reason"]!.GetValue<string>(), Is.EqualTo("ordered twice"));
            Assert.That(late.Status, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(late.Body["detail"]!.GetValue<string>(), Does.Contain("it is completed already"));
            Assert.That((await installation.Api.GetAsync(waiting)).Status, Is.EqualTo("cancelled"));
        }
    }

    [Test]
    public async Task What_failed_at_publishing_is_published_by_a_replay_and_not_proved_again()
    {
        await installation.StartProverAsync();
        var misled = await installation.StartPublisherAsync(
            "--Chain:RpcUrl=http://127.0.0.1:9",
            "--Chain:ConnectTimeout=00:00:01"
        );
        var proofId = await installation.Api.SubmitAsync(Submissions.Groth16(0));
        var failed = await installation.Api.EndOfAsync(proofId);
        var letter = await installation.DeadLetterOfAsync(proofId);
        await misled.StopAsync();
        await installation.StartPublisherAsync();

        var order = new JsonObject
        {
            ["by"] = "ada",
            ["filter"] = new JsonObject { ["code"] = letter.Code },
        };
        order["dry_run"] = true;
        var planned = await installation.Api.SendAsync(HttpMethod.Post, "dead-letters/replay", order);
        order["dry_run"] = false;
        var replayed = await installation.Api.SendAsync(HttpMethod.Post, "dead-letters/replay", order);
        var end = await Eventually.GetAsync(
            () => installation.Api.GetAsync(proofId),
            proof => proof.Status == "completed",
            "the replayed proof is completed"
        );
        var again = await installation.Api.SendAsync(
            HttpMethod.Post,
            $"dead-letters/{letter.Id}/replay",
            new JsonObject { ["by"] = "ada" }
        );
        var page = await installation.Api.SendAsync(HttpMethod.Get, "dead-letters?state=replayed&limit=1");

        var jobs = await installation.Api.SendAsync(HttpMethod.Get, $"jobs?proof_id={proofId}");
        var runs = jobs.Body["items"]!.AsArray().Reverse().Select(job => job!).ToList();

        await PublicationList.AgreesWithAsync(installation.RpcUrl, [end]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((failed.Status, letter.Stage, letter.Attempts), Is.EqualTo(("failed", "publish", 2)));
            Assert.That(planned.Body["replayed"]!.GetValue<int>(), Is.EqualTo(1));
            Assert.That(replayed.Status, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(again.Body["detail"]!.GetValue<string>(), Does.Contain("the proof is completed"));
            Assert.That(page.Body["items"]![0]!["proof_id"]!.GetValue<Guid>(), Is.EqualTo(proofId));
            Assert.That(end.Error, Is.Null);
            Assert.That(
                runs.Select(job => $"{job["stage"]} {job["retry_count"]}/{job["max_retries"]} {job["status"]}"),
                Is.EqualTo(
                    new[]
                    {
                        "generate 0/3 succeeded",
                        "verify 0/3 succeeded",
                        "publish 0/1 failed",
                        "publish 1/1 failed",
                        "publish 0/1 succeeded",
                    }
                )
            );
            Assert.That(
                runs.Select(job => job["worker"]?.GetValue<string>()).Distinct(),
                Has.Exactly(3).Items.And.None.Null,
                "the prover, the misled publisher and the other one"
            );
            Assert.That(runs.Select(job => job["completed_at"]), Is.All.Not.Null);
            Assert.That(end.ArtifactSha256, Is.EqualTo(failed.ArtifactSha256));
        }
    }
}
