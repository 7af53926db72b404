using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.LocalServers.Processes;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Chains;

/// <summary>A publisher without a key: the node signs for its development account.</summary>
sealed class RemoteSigningTests : PublisherFixture
{
    const string Soon = "00:00:00.300";

    [Test]
    public async Task A_proof_is_published_by_a_remote_signer()
    {
        await using var host = await StartSigningAtAsync(Chain.Chain.RpcUrl);
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);

        await host.PublishAsync(proofId);

        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
        Assert.That((await host.LedgerAsync(proofId)).Single().Signer, Is.EqualTo($"{Chain.Owner.Address}").IgnoreCase);
    }

    [Test]
    public async Task A_remote_signer_that_is_away_is_a_transient_failure_that_names_its_host()
    {
        var port = LoopbackPort.FindFree();
        await using var host = await StartSigningAtAsync(
            new Uri($"http://name:opensesame@127.0.0.1:{port}/opensesame")
        );

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ChainUnavailable));
            Assert.That(failed.Error, Does.Contain($"eth_accounts at 127.0.0.1:{port} failed: no connection"));
            Assert.That(host.Log.Everything, Does.Not.Contain("opensesame"));
        });
    }

    [Test]
    public async Task A_remote_signer_without_the_key_is_told_so()
    {
        await using var host = await StartSigningAtAsync(Chain.Chain.RpcUrl, Registry.Address);

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.That(failed.Error, Does.Contain($"holds no key of {Registry.Address}"));
    }

    [Test]
    public async Task A_remote_signer_that_goes_away_takes_no_nonce_with_it()
    {
        await using var signer = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartSigningAtAsync(signer.Url);
        await host.ChainAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        signer.IsAway = true;

        var failed = await host.FailAsync(proofId);
        signer.IsAway = false;
        await host.PublishAsync(proofId, attempt: 2);

        Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    Task<PublisherHost> StartSigningAtAsync(Uri url, Address? address = null) =>
        StartAsync(
            ("Chain:PrivateKey", ""),
            ("Chain:SignerUrl", url.ToString()),
            ("Chain:SignerAddress", (address ?? Chain.Owner.Address).ToString()),
            ("Chain:ConnectTimeout", Soon)
        );
}
