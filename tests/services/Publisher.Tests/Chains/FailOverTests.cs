using ProofSaga.Contracts.Publishing;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Chains;

/// <summary>A publisher with two endpoints of one chain.</summary>
sealed class FailOverTests : PublisherFixture
{
    const int Proofs = 20;
    const int BatchSize = 2;

    [Test]
    public async Task An_endpoint_that_dies_while_proofs_are_published_costs_none_of_them()
    {
        await using var first = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartOnAsync(first.Url);
        var proofIds = await OrderAsync(host);
        await Eventually.GetAsync(
            () => EventsAsync(proofIds[0]),
            events => events.Count == 1,
            "the first is published"
        );
        first.IsAway = true;
        proofIds = [.. proofIds, .. await OrderAsync(host)];

        await AssertEachIsPublishedOnceAsync(host, proofIds);
    }

    [Test]
    public async Task An_endpoint_that_loses_the_answers_publishes_nothing_twice()
    {
        await using var first = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartOnAsync(first.Url);
        await host.ChainAsync();
        first.LosesAnswersTo = "eth_sendRawTransaction";

        await AssertEachIsPublishedOnceAsync(host, await OrderAsync(host));
    }

    Task<PublisherHost> StartOnAsync(Uri first) =>
        StartAsync(
            ("Chain:RpcUrl", $"{first},{Chain.Chain.RpcUrl}"),
            ("Chain:ChainId", "31337"),
            ("Chain:BatchSize", $"{BatchSize}")
        );

    static async Task<IReadOnlyList<Guid>> OrderAsync(PublisherHost host)
    {
        var proofIds = new List<Guid>();
        for (var i = 0; i < Proofs; i++)
            proofIds.Add(await host.OrderAsync(ProofSamples.Commitment()));
        return proofIds;
    }

    async Task AssertEachIsPublishedOnceAsync(PublisherHost host, IReadOnlyList<Guid> proofIds)
    {
        var ledger = new List<PublicationTransaction>();
        foreach (var proofId in proofIds)
        {
            await host.Answers.NextAsync<ProofPublished>(proofId);
            ledger.AddRange(await host.LedgerAsync(proofId));
            Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
        }

        var nonces = ledger.Select(transaction => transaction.Nonce).Distinct().Order().ToArray();
        Assert.That(nonces, Has.Length.GreaterThanOrEqualTo(proofIds.Count / BatchSize));
        Assert.That(nonces, Is.EqualTo(Enumerable.Range(0, nonces.Length).Select(i => nonces[0] + i)));
    }
}
