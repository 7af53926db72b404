using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Prover.Tests;

/// <summary>Orders of proof systems that are done at once have queues of their own.</summary>
sealed class InstantProofTests
{
    [Test]
    public async Task An_instant_proof_is_made_and_verified_while_a_slow_one_holds_the_only_slot()
    {
        await using var prover = await ProverService.StartAsync(slots: 1);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        prover.Scripted.Prove = async request =>
        {
            await release.Task;
            return ScriptedProofSystem.Proof(request);
        };
        var slow = await prover.AddProofAsync();
        var instant = await prover.AddProofAsync(proof => proof.ProofSystem = "commitment");

        await prover.OrderAsync(slow);
        await Eventually.HoldsAsync(() => prover.Scripted.ProofsBegun == 1, "the slow proof is begun");
        await prover.OrderInstantAsync(instant);
        await prover.Answers.NextAsync<ProofGenerated>(instant);
        await prover.SetAsync(instant, proof => proof.Status = ProofStatus.Generated);
        await prover.OrderInstantCheckAsync(instant);
        await prover.Answers.NextAsync<ProofVerified>(instant);
        var toldOfTheSlowOne = prover.Answers.About(slow).OfType<ProofGenerated>().Count();
        release.SetResult();
        await prover.Answers.NextAsync<ProofGenerated>(slow);

        Assert.That(toldOfTheSlowOne, Is.Zero);
    }
}
