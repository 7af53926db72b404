using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Tests.Api;

public class ShowingProofsTests
{
    static readonly DateTime Start = new(2026, 11, 22, 6, 0, 0, DateTimeKind.Utc);

    IntakeHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost() => host = await IntakeHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_proof_that_nobody_submitted_is_not_found()
    {
        using var response = await host.Http.GetProofAsync(Guid.NewGuid().ToString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        }
    }

    [TestCase("7")]
    [TestCase("not-a-uuid")]
    [TestCase("0123456789abcdef0123456789abcdef")]
    public async Task A_malformed_id_is_named(string id)
    {
        using var response = await host.Http.GetProofAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((await response.JsonAsync()).Fields(), Is.EqualTo(new[] { "id" }));
        }
    }

    [Test]
    public async Task A_queued_proof_shows_what_was_asked_for_and_no_inputs()
    {
        var proofId = Guid.NewGuid();
        using var submitted = await host.Http.PostProofAsync(Submissions.Valid(proofId));

        var view = await GetAsync(proofId);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("proof_id").GetGuid(), Is.EqualTo(proofId));
            Assert.That(view.GetProperty("status").GetString(), Is.EqualTo("queued"));
            Assert.That(view.GetProperty("progress").GetInt32(), Is.Zero);
            Assert.That(view.GetProperty("priority").GetString(), Is.EqualTo("high"));
            Assert.That(view.GetProperty("metadata").GetProperty("order").GetString(), Is.EqualTo("42"));
            Assert.That(view.GetProperty("created_at").GetString(), Does.EndWith("Z"));
            Assert.That(view.GetProperty("retry_count").GetInt32(), Is.Zero);
            Assert.That(view.GetProperty("max_retries").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(view.GetProperty("next_attempt_at").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(view.GetProperty("proof").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(view.GetProperty("publication").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(view.GetProperty("error").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(view.GetRawText(), Does.Not.Contain(Submissions.Secret));
        }
    }

    [Test]
    public async Task A_completed_proof_shows_the_stored_proof_its_times_and_its_transaction()
    {
        var sha256 = await host
            .Services.GetRequiredService<IArtifactStore>()
            .StoreAsync(Document().ToUtf8Json(), CancellationToken.None);
        var proofId = await InsertAsync(proof =>
        {
            proof.Status = ProofStatus.Completed;
            proof.GeneratingAt = Start.AddMilliseconds(100);
            proof.GeneratedAt = Start.AddMilliseconds(350);
            proof.VerifiedAt = Start.AddMilliseconds(400);
            proof.PublishingAt = Start.AddMilliseconds(450);
            proof.FinishedAt = Start.AddMilliseconds(950);
            proof.GenerationTimeMs = 240;
            proof.ArtifactSha256 = sha256;
            proof.PublicationStatus = PublicationStatus.Published;
            proof.Chain = "local";
            proof.RegistryAddress = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
            proof.TransactionHash = "0x" + new string('a', 64);
            proof.BlockNumber = 12;
            proof.GasUsed = 250_000;
        });

        var view = await GetAsync(proofId);

        var stages = view.GetProperty("stages");
        var publication = view.GetProperty("publication");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("progress").GetInt32(), Is.EqualTo(100));
            Assert.That(view.GetProperty("generation_time_ms").GetInt64(), Is.EqualTo(240));
            Assert.That(stages.GetProperty("generate").GetProperty("duration_ms").GetDouble(), Is.EqualTo(250));
            Assert.That(stages.GetProperty("verify").GetProperty("duration_ms").GetDouble(), Is.EqualTo(50));
            Assert.That(stages.GetProperty("publish").GetProperty("duration_ms").GetDouble(), Is.EqualTo(500));
            Assert.That(view.GetProperty("proof").GetProperty("pi_a")[0].GetString(), Is.EqualTo("1"));
            Assert.That(view.GetProperty("public_signals")[0].GetString(), Is.EqualTo("7"));
            Assert.That(publication.GetProperty("status").GetString(), Is.EqualTo("published"));
            Assert.That(publication.GetProperty("chain").GetString(), Is.EqualTo("local"));
            Assert.That(publication.GetProperty("block_number").GetInt64(), Is.EqualTo(12));
            Assert.That(publication.GetProperty("gas_used").GetInt64(), Is.EqualTo(250_000));
            Assert.That(publication.GetProperty("transaction_hash").GetString(), Has.Length.EqualTo(66));
        }
    }

    [Test]
    public async Task A_generated_proof_is_shown_from_its_row()
    {
        var proofId = await InsertAsync(proof =>
        {
            proof.Status = ProofStatus.Generated;
            proof.GeneratedAt = Start.AddSeconds(1);
            proof.Document = Document().ToUtf8Json();
            proof.ArtifactSha256 = new string('0', 64);
        });

        var view = await GetAsync(proofId);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("progress").GetInt32(), Is.EqualTo(33));
            Assert.That(view.GetProperty("public_signals")[0].GetString(), Is.EqualTo("7"));
        }
    }

    [Test]
    public async Task A_proof_that_waits_for_its_retry_shows_which_one_of_how_many_and_when()
    {
        var proofId = await InsertAsync(proof =>
        {
            proof.Status = ProofStatus.Verified;
            proof.Attempt = 3;
            proof.RetryCount = 2;
            proof.MaxRetries = 3;
            proof.NextAttemptAt = Start.AddMinutes(4);
        });

        var view = await GetAsync(proofId);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("retry_count").GetInt32(), Is.EqualTo(2));
            Assert.That(view.GetProperty("max_retries").GetInt32(), Is.EqualTo(3));
            Assert.That(view.GetProperty("next_attempt_at").GetString(), Is.EqualTo("2026-11-22T06:04:00Z"));
        }
    }

    [Test]
    public async Task A_proof_whose_artifact_is_gone_is_shown_without_it()
    {
        var proofId = await InsertAsync(proof =>
        {
            proof.Status = ProofStatus.Completed;
            proof.ArtifactSha256 = new string('e', 64);
        });

        var view = await GetAsync(proofId);

        Assert.That(view.GetProperty("proof").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task A_failed_proof_shows_how_far_it_got_and_why_it_ended()
    {
        var proofId = await InsertAsync(proof =>
        {
            proof.Status = ProofStatus.Failed;
            proof.Attempt = 4;
            proof.GeneratedAt = Start.AddSeconds(1);
            proof.VerifiedAt = Start.AddSeconds(2);
            proof.FinishedAt = Start.AddSeconds(3);
            proof.FailedStage = ProofStage.Publish;
            proof.FailureKind = FailureKind.Permanent;
            proof.ErrorCode = "reverted";
            proof.ErrorMessage = "the nullifier is spent";
        });

        var view = await GetAsync(proofId);

        var error = view.GetProperty("error");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("status").GetString(), Is.EqualTo("failed"));
            Assert.That(view.GetProperty("progress").GetInt32(), Is.EqualTo(66));
            Assert.That(view.GetProperty("attempt").GetInt32(), Is.EqualTo(4));
            Assert.That(error.GetProperty("stage").GetString(), Is.EqualTo("publish"));
            Assert.That(error.GetProperty("kind").GetString(), Is.EqualTo("permanent"));
            Assert.That(error.GetProperty("code").GetString(), Is.EqualTo("reverted"));
            Assert.That(error.GetProperty("message").GetString(), Is.EqualTo("the nullifier is spent"));
        }
    }

    [Test]
    public async Task An_unexpected_error_is_told_without_its_details()
    {
        var proofId = await InsertAsync(proof =>
        {
            proof.Status = ProofStatus.Generated;
            proof.Document = "no proof document"u8.ToArray();
        });

        using var response = await host.Http.GetProofAsync(proofId.ToString());
        var text = await response.Content.ReadAsStringAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(text, Does.Not.Contain("Exception"));
            Assert.That(text, Does.Not.Contain("proof document"));
        }
    }

    async Task<JsonElement> GetAsync(Guid proofId)
    {
        using var response = await host.Http.GetProofAsync(proofId.ToString());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.JsonAsync();
    }

    async Task<Guid> InsertAsync(Action<Proof> change)
    {
        var proof = new Proof
        {
            Id = Guid.NewGuid(),
            Circuit = "preimage",
            ProofSystem = "groth16",
            Client = "relay",
            CreatedAt = Start,
        };
        change(proof);
        return await host.InDatabaseAsync(async db =>
        {
            db.Add(proof);
            await db.SaveChangesAsync();
            return proof.Id;
        });
    }

    static ProofDocument Document() =>
        new("groth16", "preimage", 1, JsonSerializer.SerializeToElement(new { pi_a = new[] { "1" } }), ["7"]);
}
