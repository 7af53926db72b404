using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Persistence.Nullifiers;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Testing.Circuits;

namespace ProofSaga.Intake.Tests;

/// <summary>A nullifier that is an input is known before anything is proved.</summary>
public class NullifierTests
{
    const string Hash = "7853200120776062878684798364095072458815029376092732009249414926327459813530";
    const string HashInHexadecimal = "0x115cc0f5e7d690413df64c6b9662e9cf2a3617f2743245519e19607a4417189a";

    CircuitCopy circuit = null!;
    IntakeHost host = null!;

    [SetUp]
    public async Task Start()
    {
        circuit = CircuitCopy.WithNullifier();
        host = await IntakeHost.StartAsync($"--InfraDirectory={circuit.InfraDirectory}");
    }

    [TearDown]
    public async Task Stop()
    {
        await host.DisposeAsync();
        circuit.Dispose();
    }

    [TestCase(Hash)]
    [TestCase(HashInHexadecimal)]
    public async Task A_submission_with_the_nullifier_of_another_proof_is_refused_and_names_the_input(string spelling)
    {
        var holder = await SubmitAndReserveAsync();

        using var response = await host.Http.PostProofAsync(Submission(Guid.NewGuid(), spelling));

        var problem = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(problem.GetProperty("title").GetString(), Is.EqualTo("The nullifier is taken."));
            Assert.That(
                problem.GetProperty("errors").GetProperty("inputs.hash")[0].GetString(),
                Is.EqualTo($"nullifier is reserved by proof {holder}, which is queued")
            );
            Assert.That(await host.ProofCountAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task So_is_a_message_and_everybody_hears_of_it()
    {
        await SubmitAndReserveAsync();
        var message = new SubmitProof
        {
            ProofId = Guid.NewGuid(),
            Circuit = "preimage",
            Client = "relay",
            Inputs = JsonSerializer.SerializeToElement(Submission(Guid.NewGuid(), Hash)["inputs"]),
        };

        await host.Bus.Publish(message);

        var rejected = await host.Answers.NextRejectedAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rejected.ProofId, Is.EqualTo(message.ProofId));
            Assert.That(rejected.Reason, Is.EqualTo(RejectionReason.NullifierReserved));
            Assert.That(rejected.Errors.Single().Field, Is.EqualTo("inputs.hash"));
        }
    }

    [Test]
    public async Task A_repeat_is_answered_as_the_first_time_whoever_has_the_nullifier()
    {
        var late = Submission(Guid.NewGuid(), Hash);
        using var first = await host.Http.PostProofAsync(late);
        await SubmitAndReserveAsync();

        using var second = await host.Http.PostProofAsync(late);

        Assert.That(second.StatusCode, Is.EqualTo(first.StatusCode).And.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task What_is_not_to_be_published_spends_nothing()
    {
        await SubmitAndReserveAsync();

        using var response = await host.Http.PostProofAsync(Submission(Guid.NewGuid(), Hash).With("publish", false));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task What_a_failed_proof_had_is_free()
    {
        await SubmitAndReserveAsync(ProofStatus.Failed);

        using var response = await host.Http.PostProofAsync(Submission(Guid.NewGuid(), Hash));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    async Task<Guid> SubmitAndReserveAsync(ProofStatus status = ProofStatus.Queued)
    {
        var proofId = Guid.NewGuid();
        using var response = await host.Http.PostProofAsync(Submission(proofId, Hash));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await host.InDatabaseAsync(async db =>
        {
            (await db.Proofs.FindAsync(proofId))!.Status = status;
            await db.SaveChangesAsync();
            var claim = new NullifierClaim("preimage", 1, System.Numerics.BigInteger.Parse(Hash));
            return await new NullifierReservations(db, TimeProvider.System).ReserveAsync(
                claim,
                proofId,
                CancellationToken.None
            );
        });
        return proofId;
    }

    static JsonObject Submission(Guid proofId, string nullifier)
    {
        var submission = Submissions.Valid(proofId).With("publish", true);
        submission["inputs"]!["hash"] = nullifier;
        return submission;
    }
}
