using ProofSaga.Contracts.Publishing;
using ProofSaga.Publisher.Tests.Host;

namespace ProofSaga.Publisher.Tests.Chains;

sealed class SkippingTests
{
    [TestCase(
        "Chain:PrivateKey",
        "no signing key is configured (Chain:PrivateKey, Chain:PrivateKeyFile or Chain:SignerUrl)"
    )]
    [TestCase("Chain:RpcUrl", "no chain is configured (Chain:RpcUrl)")]
    public async Task Without_key_or_chain_the_stage_is_skipped_and_says_why(string missing, string reason)
    {
        await using var store = await TestStore.CreateAsync();
        var settings = PublisherHost.On(new Uri("http://127.0.0.1:1"));
        settings[missing] = "";
        await using var host = await PublisherHost.StartAsync(store, settings);
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);

        var published = await host.PublishAsync(proofId);

        Assert.That(published.Run?.CompletedAt, Is.Not.Null);
        Assert.That(published.Publication, Is.EqualTo(new Publication(PublicationStatus.Skipped, reason)));
    }
}
