using System.Numerics;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Tests.Host;

namespace ProofSaga.Publisher.Tests.Chains.Plonk;

/// <summary>A plonk proof is verified by its circuit's verifier contract where there is one, and attested where there is none.</summary>
sealed class PlonkPublishingTests : PublisherFixture
{
    const int Verified = 3040;
    const int Attested = 3041;
    const int NotRegistered = 3044;

    [Test]
    public async Task The_verifier_is_made_deployed_and_registered_and_verifies()
    {
        using var infra = new InfraFolder();
        await using var host = await StartAsync(("InfraDirectory", infra.Path));
        var document = ProofSamples.ProductOfPlonk("fiveTimesSeven");
        var proofId = await host.AddProofAsync(document);

        await host.PublishAsync(proofId);

        var published = ProofPublishedEvent.TryParse((await EventsAsync(proofId)).Single())!;
        var verifier = await Registry.GetVerifierAsync(RegistryIds.Circuit("product", "1"));
        Assert.Multiple(() =>
        {
            Assert.That(published.CircuitId, Is.EqualTo(RegistryIds.Circuit("product", "1")));
            Assert.That(published.PublicSignals, Is.EqualTo(document.PublicSignals.Select(BigInteger.Parse)));
            Assert.That(host.Log.Of(Verified).Single(), Does.Contain("'product@1'").And.Contains($"{verifier}"));
        });
    }

    [Test]
    public async Task A_nullifier_that_a_groth16_proof_has_spent_is_spent_for_a_plonk_proof()
    {
        using var infra = new InfraFolder();
        await using var host = await StartAsync(("InfraDirectory", infra.Path));
        var spender = await host.AddProofAsync(ProofSamples.Product("threeTimesEleven"));
        await host.PublishAsync(spender);

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.ProductOfPlonk("threeTimesFour")));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.NullifierSpent));
            Assert.That(failed.Error, Is.EqualTo($"nullifier already spent by proof {spender}"));
        });
    }

    [Test]
    public async Task A_proof_that_does_not_hold_is_refused()
    {
        using var infra = new InfraFolder();
        await using var host = await StartAsync(("InfraDirectory", infra.Path));
        var proofId = await host.AddProofAsync(
            ProofSamples.ProductOfPlonk("fiveTimesSeven") with
            {
                PublicSignals = ["36", "26"],
            }
        );

        var failed = await host.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ProofRefused));
        });
    }

    [Test]
    public async Task Where_the_verifier_cannot_be_made_the_log_says_why_and_proofs_are_attested()
    {
        using var infra = new InfraFolder(circuitVersion: 2, hasGenerator: false);
        await using var host = await StartAsync(("InfraDirectory", infra.Path));
        var proofId = await host.AddProofAsync(
            ProofSamples.ProductOfPlonk("fiveTimesSeven") with
            {
                CircuitVersion = 2,
            }
        );

        await host.PublishAsync(proofId);

        var attested = ProofAttestedEvent.TryParse((await EventsAsync(proofId)).Single())!;
        Assert.Multiple(() =>
        {
            Assert.That(attested.ProofSystem, Is.EqualTo(RegistryIds.ProofSystem("plonk")));
            Assert.That(
                host.Log.Of(NotRegistered).Single(),
                Does.Contain("'product@2'").And.Contains("plonk-verifier")
            );
            Assert.That(
                host.Log.Of(Attested).Single(),
                Does.Contain("'product@2'").And.Contains("no verifier contract")
            );
        });
    }

    [Test]
    public async Task A_proof_that_was_attested_before_the_verifier_came_counts_as_published()
    {
        Guid proofId;
        using (var infra = new InfraFolder(circuitVersion: 3, hasGenerator: false))
        await using (var before = await StartAsync(("InfraDirectory", infra.Path)))
        {
            var document = ProofSamples.ProductOfPlonk("fiveTimesSeven") with { CircuitVersion = 3 };
            proofId = await before.AddProofAsync(document);
            await before.PublishAsync(proofId);
        }

        using var complete = new InfraFolder(circuitVersion: 3);
        await using var host = await StartAsync(("InfraDirectory", complete.Path));
        await host.PublishAsync(proofId, attempt: 2);

        Assert.That(host.Log.Of(Verified).Single(), Does.Contain("'product@3'"));
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_registered_circuit_with_another_plonk_key_is_a_misconfiguration()
    {
        using var infra = new InfraFolder();
        await using (var before = await StartAsync(("InfraDirectory", infra.Path)))
            await before.ChainAsync();
        infra.WriteCircuit(version: 1, [.. Testing.Chain.ProductPlonk.VerificationKey, (byte)'\n']);

        await using var host = await StartAsync(
            ("InfraDirectory", infra.Path),
            ("Chain:ConnectTimeout", "00:00:00.300")
        );
        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.ProductOfPlonk("fiveTimesSeven")));

        Assert.That(failed.Error, Does.Contain("'product@1'").And.Contains("give the changed circuit a new version"));
    }
}
