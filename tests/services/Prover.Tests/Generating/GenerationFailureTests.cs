using System.Text.Json;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Proving;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.Tests.Host;

namespace ProofSaga.Prover.Tests.Generating;

/// <summary>An attempt that made no proof says why, and whether another one can.</summary>
sealed class GenerationFailureTests
{
    ProverService prover = null!;

    [SetUp]
    public async Task StartAsync() => prover = await ProverService.StartAsync();

    [TearDown]
    public async Task StopAsync() => await prover.DisposeAsync();

    [TestCase(FailureCodes.ProverCrashed, FailureKind.Transient)]
    [TestCase(FailureCodes.ConstraintUnsatisfied, FailureKind.Permanent)]
    [TestCase("of_another_version", FailureKind.Transient)]
    public async Task A_failed_proof_system_is_told_of_with_its_code_and_the_kind_that_the_table_gives_it(
        string code,
        FailureKind kind
    )
    {
        prover.Scripted.Prove = _ => throw new ProofSystemException(code, "No luck today.");

        var failed = await prover.FailAsync(await prover.AddProofAsync(proof => proof.Attempt = 2), attempt: 2);

        Assert.That(
            failed with
            {
                Run = null,
            },
            Is.EqualTo(new ProofGenerationFailed(failed.ProofId, Attempt: 2, kind, code, "No luck today."))
        );
        Assert.That(failed.Run?.CompletedAt, Is.Not.Null);
        Assert.That(prover.Log.Of(2002).Single(), Does.Contain(code));
    }

    [Test]
    public async Task Inputs_that_break_a_constraint_are_a_permanent_failure()
    {
        var wrong = JsonSerializer.SerializeToElement(
            new { preimage = new[] { "31337313373133731337", "2" }, hash = "7" }
        );
        var proofId = await prover.AddProofAsync(proof => proof.ProofSystem = "groth16", wrong);

        var failed = await prover.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ConstraintUnsatisfied));
        });
    }

    [Test]
    public Task A_circuit_that_is_not_installed_is_a_permanent_failure() =>
        FailsAsync(proof => proof.Circuit = "gone", FailureCodes.UnknownCircuit, "gone");

    [Test]
    public Task A_circuit_in_another_version_is_a_permanent_failure() =>
        FailsAsync(proof => proof.CircuitVersion = 7, FailureCodes.CircuitVersionChanged, "version 7");

    [Test]
    public Task A_proof_system_that_is_not_installed_is_a_permanent_failure() =>
        FailsAsync(proof => proof.ProofSystem = "gone", FailureCodes.UnsupportedProofSystem, "gone");

    [Test]
    public Task Erased_inputs_are_a_permanent_failure() =>
        FailsAsync(proof => proof.ProtectedInputs = null, FailureCodes.InputsRequired, "erased");

    [Test]
    public async Task Stored_inputs_that_do_not_fit_the_circuit_are_a_permanent_failure()
    {
        var proofId = await prover.AddProofAsync(inputs: JsonSerializer.SerializeToElement(new { hash = "7" }));

        var failed = await prover.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.InvalidInputs));
            Assert.That(prover.Scripted.ProofsBegun, Is.Zero);
        });
    }

    [Test]
    public async Task After_a_failure_the_next_attempt_can_succeed()
    {
        var proofId = await prover.AddProofAsync();
        prover.Scripted.Prove = _ => throw new ProofSystemException(FailureCodes.ProverUnavailable, "Not now.");
        await prover.FailAsync(proofId);
        prover.Scripted.Prove = request => Task.FromResult(ScriptedProofSystem.Proof(request));
        await prover.SetAsync(proofId, proof => proof.Attempt = 2);

        var generated = await prover.GenerateAsync(proofId, attempt: 2);

        Assert.That(generated.Attempt, Is.EqualTo(2));
    }

    async Task FailsAsync(Action<Proof> change, string code, string said)
    {
        var failed = await prover.FailAsync(await prover.AddProofAsync(change));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(code));
            Assert.That(failed.Error, Does.Contain(said));
            Assert.That(prover.Scripted.ProofsBegun, Is.Zero);
        });
    }
}
