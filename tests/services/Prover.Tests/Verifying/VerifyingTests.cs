using System.Text;
using System.Text.RegularExpressions;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.Tests.Host;

namespace ProofSaga.Prover.Tests.Verifying;

/// <summary>A stored proof is checked before any gas is spent on it.</summary>
sealed partial class VerifyingTests
{
    ProverService prover = null!;

    [SetUp]
    public async Task StartAsync() => prover = await ProverService.StartAsync();

    [TearDown]
    public async Task StopAsync() => await prover.DisposeAsync();

    [TestCase("commitment")]
    [TestCase("groth16")]
    public async Task A_generated_proof_is_verified(string proofSystem)
    {
        var proofId = await GeneratedAsync(proofSystem);

        await prover.OrderCheckAsync(proofId);

        var verified = await prover.Answers.NextAsync<ProofVerified>(proofId);
        Assert.That(verified.Attempt, Is.EqualTo(1));
        Assert.That(prover.Log.Of(2005), Has.One.Contains($"{proofId}"));
    }

    [Test]
    public async Task A_check_in_another_process_is_told_of_when_it_begins()
    {
        var proofId = await GeneratedAsync("groth16");

        await prover.OrderCheckAsync(proofId);
        var verified = await prover.Answers.NextAsync<ProofVerified>(proofId);

        var begun = prover.Answers.About(proofId).OfType<ProofProgressed>().ToList();
        Assert.That(
            begun.Select(progressed => progressed.Stage),
            Is.EqualTo(new[] { ProofStage.Generate, ProofStage.Verify })
        );
        Assert.That(begun[1].Run?.Worker, Is.EqualTo(prover.Worker));
        Assert.That(verified.Run, Is.EqualTo(begun[1].Run! with { CompletedAt = verified.Run?.CompletedAt }));
        Assert.That(verified.Run?.CompletedAt, Is.Not.Null);
    }

    [TestCase("commitment")]
    [TestCase("groth16")]
    public async Task A_document_that_was_changed_is_a_permanent_failure(string proofSystem)
    {
        var proofId = await GeneratedAsync(proofSystem);
        await prover.SetAsync(proofId, proof => proof.Document = WithAnotherDigit(proof.Document!));

        await FailsAsync(proofId, FailureKind.Permanent, FailureCodes.ProofInvalid);
    }

    [Test]
    public async Task A_document_that_cannot_be_read_is_a_permanent_failure()
    {
        var proofId = await GeneratedAsync("groth16");
        await prover.SetAsync(proofId, proof => proof.Document = "{}"u8.ToArray());

        await FailsAsync(proofId, FailureKind.Permanent, FailureCodes.ProofInvalid);
    }

    [TestCase(FailureCodes.ProverTimeout, FailureKind.Transient)]
    [TestCase(FailureCodes.InvalidArtifact, FailureKind.Permanent)]
    [TestCase("of_another_version", FailureKind.Transient)]
    public async Task A_check_that_could_not_be_made_is_told_of_with_its_code_and_kind(string code, FailureKind kind)
    {
        prover.Scripted.Verify = _ => throw new ProofSystemException(code, "No luck today.");

        await FailsAsync(await GeneratedAsync(ScriptedProofSystem.Name), kind, code);
    }

    [Test]
    public async Task A_circuit_that_changed_since_is_a_permanent_failure()
    {
        var proofId = await GeneratedAsync("commitment");
        await prover.SetAsync(proofId, proof => proof.CircuitVersion = 7);

        await FailsAsync(proofId, FailureKind.Permanent, FailureCodes.CircuitVersionChanged);
    }

    [Test]
    public async Task Without_its_erased_inputs_a_groth16_proof_is_verified_all_the_same()
    {
        var proofId = await GeneratedAsync("groth16");
        await prover.SetAsync(proofId, proof => proof.ProtectedInputs = null);

        await prover.OrderCheckAsync(proofId);

        await prover.Answers.NextAsync<ProofVerified>(proofId);
    }

    [Test]
    public async Task Without_its_erased_inputs_a_commitment_is_a_permanent_failure()
    {
        var proofId = await GeneratedAsync("commitment");
        await prover.SetAsync(proofId, proof => proof.ProtectedInputs = null);

        await FailsAsync(proofId, FailureKind.Permanent, FailureCodes.InputsRequired);
    }

    [TestCase(ProofStatus.Verified)]
    [TestCase(ProofStatus.Cancelled)]
    public async Task An_order_for_a_proof_that_is_not_to_be_verified_is_dropped(ProofStatus status)
    {
        var proofId = await GeneratedAsync(ScriptedProofSystem.Name);
        await prover.SetAsync(proofId, proof => proof.Status = status);

        await NothingHappensAsync(proofId, $"the proof is {status}".ToLowerInvariant());
    }

    [Test]
    public async Task An_order_of_an_earlier_attempt_is_dropped()
    {
        var proofId = await GeneratedAsync(ScriptedProofSystem.Name);
        await prover.SetAsync(proofId, proof => proof.Attempt = 2);

        await NothingHappensAsync(proofId, "attempt 2 is current");
    }

    async Task<Guid> GeneratedAsync(string proofSystem)
    {
        var proofId = await prover.AddProofAsync(proof => proof.ProofSystem = proofSystem);
        await prover.GenerateAsync(proofId);
        await prover.SetAsync(proofId, proof => proof.Status = ProofStatus.Generated);
        return proofId;
    }

    async Task FailsAsync(Guid proofId, FailureKind kind, string code)
    {
        await prover.OrderCheckAsync(proofId);

        var failed = await prover.Answers.NextAsync<ProofVerificationFailed>(proofId);
        Assert.Multiple(() =>
        {
            Assert.That(failed.Attempt, Is.EqualTo(1));
            Assert.That(failed.Kind, Is.EqualTo(kind));
            Assert.That(failed.Code, Is.EqualTo(code));
            Assert.That(failed.Error, Is.Not.Empty);
            Assert.That(prover.Log.Of(2006).Single(), Does.Contain($"{proofId}").And.Contain(code));
        });
    }

    async Task NothingHappensAsync(Guid proofId, string reason)
    {
        await prover.OrderCheckAsync(proofId);
        await prover.SettleVerifyingAsync();

        Assert.Multiple(() =>
        {
            Assert.That(prover.Log.Of(2004).Single(), Does.Contain($"{proofId}").And.Contain(reason));
            Assert.That(prover.Answers.About(proofId), Has.All.InstanceOf<ProofGenerated>());
        });
    }

    /// <summary>Changes one digit of the proof's first long number.</summary>
    static byte[] WithAnotherDigit(byte[] document)
    {
        var json = Encoding.UTF8.GetString(document);
        var digit = LongNumber().Match(json).Index;
        var changed = json[digit] == '1' ? '2' : '1';
        return Encoding.UTF8.GetBytes($"{json[..digit]}{changed}{json[(digit + 1)..]}");
    }

    [GeneratedRegex("[0-9a-f]{60,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongNumber();
}
