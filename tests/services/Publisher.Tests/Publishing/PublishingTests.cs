using System.Numerics;
using System.Security.Cryptography;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Publishing;

sealed class PublishingTests : PublisherFixture
{
    [Test]
    public async Task A_groth16_proof_is_verified_on_chain_and_recorded()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);

        var published = await host.PublishAsync(proofId);

        var begun = host.Answers.About(proofId).OfType<ProofProgressed>().Single();
        var log = (await EventsAsync(proofId)).Single();
        var onChain = ProofPublishedEvent.TryParse(log)!;
        var receipt = (await Chain.Client.GetTransactionReceiptAsync(log.TransactionHash))!;
        var row = (await host.LedgerAsync(proofId)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(onChain.CircuitId, Is.EqualTo(RegistryIds.Circuit("preimage", "1")));
            Assert.That(
                onChain.PublicSignals,
                Is.EqualTo(ProofSamples.Preimage.PublicSignals.Select(BigInteger.Parse))
            );
            Assert.That(
                published.Publication,
                Is.EqualTo(
                    new Publication(
                        PublicationStatus.Published,
                        Reason: null,
                        "local",
                        Registry.Address.ToString(),
                        log.TransactionHash.ToString(),
                        (long)receipt.BlockNumber,
                        (long)receipt.GasUsed
                    )
                )
            );
            Assert.That(published.Run?.CompletedAt, Is.Not.Null);
            Assert.That(begun.Run, Is.EqualTo(published.Run! with { CompletedAt = null }));
            Assert.That(row.State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(row.Hash, Is.EqualTo(published.Publication.TransactionHash));
            Assert.That(row.BlockNumber, Is.EqualTo(published.Publication.BlockNumber));
            Assert.That(row.GasUsed, Is.EqualTo(published.Publication.GasUsed));
        });
    }

    [Test]
    public async Task A_proof_of_another_system_is_attested_by_the_hash_of_its_document()
    {
        await using var host = await StartAsync();
        var document = ProofSamples.Commitment();
        var proofId = await host.AddProofAsync(document);

        await host.PublishAsync(proofId);

        var attested = ProofAttestedEvent.TryParse((await EventsAsync(proofId)).Single())!;
        Assert.Multiple(() =>
        {
            Assert.That(attested.ProofHash, Is.EqualTo(new Bytes32(SHA256.HashData(document.ToUtf8Json()))));
            Assert.That(attested.ProofSystem, Is.EqualTo(RegistryIds.ProofSystem("commitment")));
        });
    }

    [Test]
    public async Task Publishing_again_gives_the_same_publication_and_no_second_event()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        var first = await host.PublishAsync(proofId);

        var second = await host.PublishAsync(proofId, attempt: 2);

        Assert.Multiple(() =>
        {
            Assert.That(second.Publication, Is.EqualTo(first.Publication));
            Assert.That(second.Attempt, Is.EqualTo(2));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
        Assert.That(await host.LedgerAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_start_of_an_attempt_is_told()
    {
        await using var host = await StartAsync();
        var proofId = await host.OrderAsync(ProofSamples.Commitment());

        var progressed = await host.Answers.NextAsync<ProofProgressed>(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(progressed.Stage, Is.EqualTo(ProofStage.Publish));
            Assert.That(progressed.Step, Is.EqualTo("started"));
        });
        await host.Answers.NextAsync<ProofPublished>(proofId);
    }

    [Test]
    public async Task A_superseded_order_is_dropped_visibly()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Commitment(), attempt: 2);

        await host.OrderAsync(proofId, attempt: 1);

        await Eventually.HoldsAsync(() => host.Log.Of(3003).Any(), "the order is dropped");
        Assert.That(host.Log.Of(3003).Single(), Does.Contain("attempt 2 is current"));
        Assert.That(await EventsAsync(proofId), Is.Empty);
    }

    [Test]
    public async Task A_proof_that_is_on_chain_already_counts_as_published()
    {
        await using var host = await StartAsync();
        var document = ProofSamples.Commitment();
        var proofId = await host.AddProofAsync(document);
        var receipt = await Chain.SendAsync(Registry.Address, Attest(proofId, SHA256.HashData(document.ToUtf8Json())));

        var published = await host.PublishAsync(proofId);

        Assert.That(published.Publication.TransactionHash, Is.EqualTo(receipt.TransactionHash.ToString()));
        Assert.That(await host.LedgerAsync(proofId), Is.Empty);
    }

    [Test]
    public async Task Something_else_under_the_proof_id_is_no_publication()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Commitment());
        await Chain.SendAsync(Registry.Address, Attest(proofId, SHA256.HashData("another document"u8)));

        var failed = await host.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ProofIdTaken));
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Permanent));
        });
    }

    static byte[] Attest(Guid proofId, byte[] hash) =>
        ProofRegistryCalls.Attest(
            RegistryIds.Proof(proofId),
            RegistryIds.Circuit("preimage", "1"),
            RegistryIds.ProofSystem("commitment"),
            new Bytes32(hash)
        );
}
