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
    public async Task An_unknown_name_finds_nothing()
    {
        await using var prover = ProverUnderTest.WithRealHost();

        Assert.That(prover.ProofSystems.Find("Groth16"), Is.Null);
    }
}
