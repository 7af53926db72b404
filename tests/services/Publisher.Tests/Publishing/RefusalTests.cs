using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Publishing;

/// <summary>What the registry refuses is refused before anything is sent, for good, and in words.</summary>
sealed class RefusalTests : PublisherFixture
{
    [Test]
    public async Task A_spent_nullifier_names_the_proof_that_spent_it()
    {
        await using var host = await StartAsync();
        var first = await host.AddProofAsync(ProofSamples.Product("threeTimesEleven"));
        await host.PublishAsync(first);
        var second = await host.AddProofAsync(ProofSamples.Product("threeTimesFour"));

        var failed = await host.FailAsync(second);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.NullifierSpent));
            Assert.That(failed.Error, Is.EqualTo($"nullifier already spent by proof {first}"));
        });
        Assert.That(await host.LedgerAsync(second), Is.Empty);
    }

    [Test]
    public async Task A_proof_that_is_refused_in_its_block_fails_with_the_registrys_reason()
    {
        await using var host = await StartAsync();
        await host.ChainAsync();
        await Chain.SetAutomineAsync(on: false);
        var first = await OrderAndWaitUntilSentAsync(host);
        var second = await OrderAndWaitUntilSentAsync(host);
        await Chain.SetAutomineAsync(on: true);
        await Chain.MineAsync();

        var failed = await host.Answers.NextAsync<ProofPublishingFailed>(second);

        await host.Answers.NextAsync<ProofPublished>(first);
        var row = (await host.LedgerAsync(second)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.NullifierSpent));
            Assert.That(failed.Error, Does.EndWith(first.ToString()));
            Assert.That(row.State, Is.EqualTo(PublicationTransactionState.Reverted));
        });
        Assert.That(await EventsAsync(second), Is.Empty);
    }

    [Test]
    public async Task A_proof_that_does_not_hold_is_refused()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage with { PublicSignals = ["7"] });

        var failed = await host.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ProofRefused));
        });
    }

    [Test]
    public async Task A_circuit_that_the_registry_does_not_know_is_refused()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage with { CircuitVersion = 2 });

        var failed = await host.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.CircuitNotRegistered));
        });
    }

    [Test]
    public async Task A_document_that_is_no_groth16_proof_is_refused()
    {
        await using var host = await StartAsync();
        var commitment = ProofSamples.Commitment();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage with { Proof = commitment.Proof });

        var failed = await host.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.DocumentInvalid));
        });
    }

    static async Task<Guid> OrderAndWaitUntilSentAsync(PublisherHost host)
    {
        var proofId = await host.OrderAsync(ProofSamples.Product("fiveTimesSeven"));
        await Eventually.HoldsAsync(
            async () =>
                (await host.LedgerAsync(proofId)).Any(row => row.State == PublicationTransactionState.Broadcast),
            "the transaction is broadcast"
        );
        return proofId;
    }
}
