using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.Metrics;
using ProofSaga.Prover.Tests.Host;

namespace ProofSaga.Prover.Tests.Metrics;

/// <summary>The counter that stays 0 can count; every other test of the service fails when it does.</summary>
sealed class ReproveTests
{
    [TestCase(null, 0)]
    [TestCase("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 1)]
    public async Task A_proof_counts_when_one_was_stored_before_its_generation_began(string? stored, int counted)
    {
        await using var prover = await ProverService.StartAsync();
        prover.Resolve<ReproveCounter>().NoteGenerated(WorkWith(stored), attempt: 2);

        Assert.That(prover.Reproves.Take(), Is.EqualTo(counted));
        Assert.That(prover.Log.Of(2008).Count(), Is.EqualTo(counted));
    }

    [Test]
    public async Task An_unexpected_one_fails_the_test_that_made_it()
    {
        var prover = await ProverService.StartAsync();
        prover.Resolve<ReproveCounter>().NoteGenerated(WorkWith(new string('a', 64)), attempt: 2);

        Assert.ThrowsAsync<InvalidOperationException>(async () => await prover.DisposeAsync());
    }

    static ProofWork WorkWith(string? artifact) =>
        new(
            Guid.CreateVersion7(),
            "preimage",
            CircuitVersion: 1,
            ScriptedProofSystem.Name,
            ProofStatus.Generating,
            Attempt: 2,
            Inputs: null,
            Document: null,
            artifact,
            TimeSpan.Zero
        );
}
