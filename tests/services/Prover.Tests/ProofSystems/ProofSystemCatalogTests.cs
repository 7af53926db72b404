using ProofSaga.Circuits.Proofs;

namespace ProofSaga.Prover.Tests.ProofSystems;

public class ProofSystemCatalogTests
{
    [Test]
    public async Task Every_proof_system_of_a_shipped_circuit_is_registered()
    {
        await using var prover = ProverUnderTest.WithRealHost();

        foreach (var system in prover.Circuit.ProofSystems)
            Assert.That(prover.ProofSystems.Find(system.Name)!.Describe().Name, Is.EqualTo(system.Name));
    }

    [Test]
    public async Task What_is_done_at_once_is_what_the_orders_queues_take_for_it()
    {
        await using var prover = ProverUnderTest.WithRealHost();

        foreach (var system in prover.ProofSystems.ProofSystems.Select(system => system.Describe()))
            Assert.That(system.IsInstant, Is.EqualTo(InstantProofSystems.Contains(system.Name)), system.Name);
    }

    [Test]
    public async Task An_unknown_name_finds_nothing()
    {
        await using var prover = ProverUnderTest.WithRealHost();

        Assert.That(prover.ProofSystems.Find("Groth16"), Is.Null);
    }
}
