using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Intake.Tests.Api;

public class SubmittingProofsTests
{
    IntakeHost host = null!;

    [SetUp]
    public async Task Start() => host = await IntakeHost.StartAsync();

    [TearDown]
    public async Task Stop() => await host.DisposeAsync();

    [Test]
    public async Task A_sound_submission_is_stored_announced_and_answered_with_its_address()
    {
        var proofId = Guid.NewGuid();

        using var response = await host.Http.PostProofAsync(Submissions.Valid(proofId));
        var answer = await response.JsonAsync();
        var accepted = await host.Answers.NextAcceptedAsync();
        var proof = await host.ProofAsync(proofId);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(response.Headers.Location?.ToString(), Is.EqualTo($"/api/v1/proofs/{proofId}"));
            Assert.That(answer.GetProperty("proof_id").GetGuid(), Is.EqualTo(proofId));
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("queued"));
            Assert.That(answer.GetProperty("message").GetString(), Is.Not.Empty);

            Assert.That(
                accepted,
                Is.EqualTo(
                    new ProofAccepted(
                        proofId,
                        "preimage",
                        "groth16",
                        "relay",
                        ProofPriority.High,
                        Publish: false,
                        new DateTimeOffset(proof.CreatedAt, TimeSpan.Zero)
                    )
                )
            );

            Assert.That(proof.Status, Is.EqualTo(ProofStatus.Queued));
            Assert.That(proof.Attempt, Is.EqualTo(1));
            Assert.That(proof.CircuitVersion, Is.EqualTo(1));
            Assert.That(proof.CallbackUrl, Is.EqualTo("https://upstream.example/done?job=7"));
            Assert.That(proof.Metadata, Is.EqualTo("""{"order":"42"}"""));
            Assert.That(
                host.Services.GetRequiredService<InputProtector>().Unprotect(proofId, proof.ProtectedInputs),
                Is.EqualTo(
                    System.Text.Encoding.UTF8.GetBytes(
                        $$"""{"preimage":["{{Submissions.Secret}}","2"],"hash":"7853200120776062878684798364095072458815029376092732009249414526327459813530"}"""
                    )
                )
            );
        }
    }

    [Test]
    public async Task What_a_submission_leaves_open_gets_its_default()
    {
        var submission = new JsonObject
        {
            ["circuit"] = "preimage",
            ["inputs"] = Submissions.Valid()["inputs"]!.DeepClone(),
        };

        using var response = await host.Http.PostProofAsync(submission);
        var proofId = (await response.JsonAsync()).GetProperty("proof_id").GetGuid();
        var accepted = await host.Answers.NextAcceptedAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(proofId.Version, Is.EqualTo(7));
            Assert.That(accepted.ProofId, Is.EqualTo(proofId));
            Assert.That(accepted.ProofSystem, Is.EqualTo("groth16"));
            Assert.That(accepted.Client, Is.EqualTo("anonymous"));
            Assert.That(accepted.Priority, Is.EqualTo(ProofPriority.Normal));
            Assert.That(accepted.Publish, Is.True);
        }
    }

    [Test]
    public async Task The_same_submission_again_is_answered_the_same_and_nothing_is_stored_twice()
    {
        var proofId = Guid.NewGuid();
        var respelled = Submissions.Valid(proofId);
        respelled["inputs"]!["preimage"]![1] = "0x02";

        using var first = await host.Http.PostProofAsync(Submissions.Valid(proofId));
        using var second = await host.Http.PostProofAsync(respelled);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
            Assert.That(await host.ProofCountAsync(), Is.EqualTo(1));
            Assert.That(await host.MessagesEverStoredAsync(), Is.EqualTo(1));
        }
    }

    [TestCase("client", "another")]
    [TestCase("priority", "low")]
    [TestCase("proof_system", "commitment")]
    [TestCase("callback_url", "https://elsewhere.example/")]
    public async Task The_same_proof_id_with_different_content_is_a_conflict(string member, string value)
    {
        var proofId = Guid.NewGuid();
        using var first = await host.Http.PostProofAsync(Submissions.Valid(proofId));

        using var second = await host.Http.PostProofAsync(Submissions.Valid(proofId).With(member, value));

        await AssertConflictAsync(second);
    }

    [Test]
    public async Task The_same_proof_id_with_different_inputs_is_a_conflict()
    {
        var proofId = Guid.NewGuid();
        var other = Submissions.Valid(proofId);
        other["inputs"]!["preimage"]![1] = "3";
        using var first = await host.Http.PostProofAsync(Submissions.Valid(proofId));

        using var second = await host.Http.PostProofAsync(other);

        await AssertConflictAsync(second);
    }

    [Test]
    public async Task Of_identical_submissions_at_once_one_is_stored_and_all_are_answered_the_same()
    {
        var proofId = Guid.NewGuid();

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => host.Http.PostProofAsync(Submissions.Valid(proofId)))
        );

        var answers = await Task.WhenAll(responses.Select(response => response.Content.ReadAsStringAsync()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(responses.Select(r => r.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted));
            Assert.That(answers.Distinct().Count(), Is.EqualTo(1));
            Assert.That(await host.ProofCountAsync(), Is.EqualTo(1));
            Assert.That(await host.MessagesEverStoredAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_api_describes_itself()
    {
        using var response = await host.Http.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var paths = (await response.JsonAsync()).GetProperty("paths");

        Assert.That(
            paths.EnumerateObject().Select(path => path.Name),
            Is.SupersetOf(new[] { "/api/v1/proofs", "/api/v1/proofs/{id}" })
        );
    }

    async Task AssertConflictAsync(HttpResponseMessage response)
    {
        var problem = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(problem.Fields(), Is.EqualTo(new[] { "proof_id" }));
            Assert.That(await host.ProofCountAsync(), Is.EqualTo(1));
            Assert.That(await host.MessagesEverStoredAsync(), Is.EqualTo(1));
        }
    }
}
