using ProofSaga.Contracts.Publishing;
using ProofSaga.Persistence;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Ledger;

abstract class ManyProofsFixture(DatabaseKind database) : PublisherFixture(database)
{
    const int Proofs = 10;

    /// <summary>Publishes ten proofs at once, and checks that each is in one transaction and has one event.</summary>
    /// <returns>The nonces of their transactions.</returns>
    protected async Task<List<long>> PublishManyAsync(PublisherHost host)
    {
        var documents = Enumerable
            .Range(0, Proofs)
            .Select(i => i % 2 == 0 ? ProofSamples.Preimage : ProofSamples.Commitment());
        var proofIds = await Task.WhenAll(documents.Select(host.OrderAsync));
        var nonces = new List<long>();
        foreach (var proofId in proofIds)
        {
            var published = await host.Answers.NextAsync<ProofPublished>(proofId);
            var row = (await host.LedgerAsync(proofId)).Single();
            Assert.That(row.Hash, Is.EqualTo(published.Publication.TransactionHash));
            Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
            nonces.Add(row.Nonce);
        }

        return [.. nonces.Distinct()];
    }

    protected static void AssertConsecutive(List<long> nonces)
    {
        nonces.Sort();
        Assert.That(nonces, Is.EqualTo(Enumerable.Range((int)nonces[0], nonces.Count)));
    }
}
