using System.Security.Cryptography;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.Tests.Host;

namespace ProofSaga.Prover.Tests.Generating;

/// <summary>An order is answered with a stored proof.</summary>
sealed class GeneratingTests
{
    ProverService prover = null!;

    [SetUp]
    public async Task StartAsync() => prover = await ProverService.StartAsync();

    [TearDown]
    public async Task StopAsync() => await prover.DisposeAsync();

    [TestCase(ProofStatus.Queued)]
    [TestCase(ProofStatus.Generating)]
    public async Task A_proof_is_stored_as_an_artifact_and_in_its_row_when_it_is_told_of(ProofStatus status)
    {
        var proofId = await prover.AddProofAsync(proof =>
        {
            proof.ProofSystem = "commitment";
            proof.Status = status;
        });

        var generated = await prover.GenerateAsync(proofId);

        var row = await prover.ProofAsync(proofId);
        var artifact = await prover.Artifacts.ReadAsync(generated.ArtifactSha256, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(generated.ArtifactSha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(artifact))));
            Assert.That(ProofDocument.Parse(artifact).ProofSystem, Is.EqualTo("commitment"));
            Assert.That(row.Document, Is.EqualTo(artifact));
            Assert.That(row.ArtifactSha256, Is.EqualTo(generated.ArtifactSha256));
            Assert.That(row.GenerationTimeMs, Is.EqualTo((long)generated.GenerationTime.TotalMilliseconds));
            Assert.That(row.Status, Is.EqualTo(status), "the status is the orchestrator's");
        });
    }

    [Test]
    public async Task A_proof_that_is_made_at_once_is_told_of_by_one_message()
    {
        var proofId = await prover.AddProofAsync(proof => proof.ProofSystem = "commitment");

        await prover.GenerateAsync(proofId);
        await prover.SettleGeneratingAsync();

        Assert.That(prover.Answers.About(proofId).Single(), Is.InstanceOf<ProofGenerated>());
    }

    [Test]
    public async Task A_groth16_proof_is_told_of_when_it_is_begun_and_when_it_is_stored()
    {
        var proofId = await prover.AddProofAsync(proof =>
        {
            proof.ProofSystem = "groth16";
            proof.Attempt = 3;
        });

        var generated = await prover.GenerateAsync(proofId, attempt: 3);
        await prover.SettleGeneratingAsync();

        object[] told = [.. prover.Answers.About(proofId)];
        var document = ProofDocument.Parse((await prover.ProofAsync(proofId)).Document);
        Assert.That(told, Has.Length.EqualTo(2));
        Assert.Multiple(() =>
        {
            var progressed = told[0] as ProofProgressed;
            Assert.That(progressed?.Stage, Is.EqualTo(ProofStage.Generate));
            Assert.That(progressed?.Attempt, Is.EqualTo(3));
            Assert.That(progressed?.Step, Is.EqualTo("started"));
            Assert.That(told[1], Is.EqualTo(generated));
            Assert.That(progressed?.Run, Is.Not.Null);
            Assert.That(generated.Run, Is.EqualTo(progressed?.Run! with { CompletedAt = generated.Run?.CompletedAt }));
            Assert.That(generated.Run?.Worker, Is.EqualTo(prover.Worker));
            Assert.That(generated.Run?.CompletedAt, Is.GreaterThanOrEqualTo(generated.Run!.StartedAt));
            Assert.That(generated.Attempt, Is.EqualTo(3));
            Assert.That(generated.GenerationTime, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(document.PublicSignals, Is.EqualTo(new[] { Examples.First.GetProperty("hash").GetString() }));
        });
    }

    [Test]
    public async Task An_order_for_a_stored_proof_is_answered_with_it_and_nothing_is_proved_again()
    {
        var proofId = await prover.AddProofAsync();
        var first = await prover.GenerateAsync(proofId);
        await prover.SetAsync(proofId, proof => proof.Attempt = 2);

        var second = await prover.GenerateAsync(proofId, attempt: 2);

        Assert.Multiple(() =>
        {
            Assert.That(second.ArtifactSha256, Is.EqualTo(first.ArtifactSha256));
            Assert.That(second.Attempt, Is.EqualTo(2));
            Assert.That(
                second.GenerationTime.TotalMilliseconds,
                Is.EqualTo(first.GenerationTime.TotalMilliseconds).Within(1)
            );
            Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1));
            Assert.That(prover.Log.Of(2003).Single(), Does.Contain($"{proofId}"));
        });
    }

    [TestCase(ProofStatus.Verifying)]
    [TestCase(ProofStatus.Failed)]
    [TestCase(ProofStatus.Cancelled)]
    public async Task An_order_for_a_proof_that_is_not_to_be_generated_is_dropped(ProofStatus status)
    {
        var proofId = await prover.AddProofAsync(proof => proof.Status = status);

        await NothingHappensAsync(proofId, $"the proof is {status}".ToLowerInvariant());
    }

    [Test]
    public async Task An_order_of_an_earlier_attempt_is_dropped()
    {
        var proofId = await prover.AddProofAsync(proof => proof.Attempt = 2);

        await NothingHappensAsync(proofId, "attempt 2 is current");
    }

    [Test]
    public async Task An_order_for_a_proof_that_nobody_accepted_is_dropped() =>
        await NothingHappensAsync(Guid.CreateVersion7(), "no such proof was accepted");

    async Task NothingHappensAsync(Guid proofId, string reason)
    {
        await prover.OrderAsync(proofId);
        await prover.SettleGeneratingAsync();

        Assert.Multiple(() =>
        {
            Assert.That(prover.Log.Of(2004).Single(), Does.Contain($"{proofId}").And.Contain(reason));
            Assert.That(prover.Answers.About(proofId), Is.Empty);
            Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1), "only the one that follows");
        });
    }
}
