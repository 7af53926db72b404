using System.Security.Cryptography;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Signing;
using ProofSaga.LocalServers.Processes;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Chains;

/// <summary>A chain that is away or not as it should be makes transient failures that say what is wrong.</summary>
sealed class ChainAwayTests : PublisherFixture
{
    const string Soon = "00:00:00.300";

    [Test]
    public async Task A_chain_that_never_answers_is_a_transient_failure()
    {
        await using var host = await StartAsync(
            ("Chain:RpcUrl", $"http://127.0.0.1:{LoopbackPort.FindFree()}"),
            ("Chain:ConnectTimeout", Soon)
        );

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ChainUnavailable));
            Assert.That(failed.Error, Does.Contain("no connection"));
        });
    }

    [Test]
    public async Task A_chain_that_goes_away_and_comes_back_is_published_on()
    {
        await using var proxy = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartAsync(("Chain:RpcUrl", proxy.Url.ToString()));
        await host.ChainAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        proxy.IsAway = true;

        var failed = await host.FailAsync(proofId);
        proxy.IsAway = false;
        await host.PublishAsync(proofId, attempt: 2);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ChainError));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_chain_that_is_away_at_the_start_is_found_when_it_is_there()
    {
        await using var proxy = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        proxy.IsAway = true;
        await using var host = await StartAsync(("Chain:RpcUrl", proxy.Url.ToString()));
        await Eventually.HoldsAsync(() => host.Log.Of(3011).Any(), "the connection fails");
        var proofId = await host.OrderAsync(ProofSamples.Preimage);
        proxy.IsAway = false;

        await host.Answers.NextAsync<ProofPublished>(proofId);

        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_chain_than_the_configured_one_is_not_published_on()
    {
        await using var host = await StartAsync(("Chain:ChainId", "1"), ("Chain:ConnectTimeout", Soon));

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.That(failed.Error, Does.Contain("leads to chain 31337, and 1 is expected"));
    }

    [Test]
    public async Task A_registry_that_is_missing_is_not_deployed_unasked()
    {
        using var stranger = Account.FromPrivateKey(NewKey());
        await using var host = await StartAsync(
            ("Chain:DeployRegistry", "false"),
            ("Chain:RegistryAddress", stranger.Address.ToString()),
            ("Chain:ConnectTimeout", Soon)
        );

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(failed.Error, Does.Contain($"no ProofRegistry at {stranger.Address}"));
            Assert.That(failed.Error, Does.Contain("Chain:DeployRegistry=true"));
        });
    }

    [Test]
    public async Task A_signer_that_is_no_publisher_is_told_so()
    {
        await using var host = await StartAsync(
            ("Chain:DeployRegistry", "false"),
            ("Chain:RegistryAddress", Registry.Address.ToString()),
            ("Chain:PrivateKey", NewKey()),
            ("Chain:ConnectTimeout", Soon)
        );

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.That(failed.Error, Does.Contain("is no publisher").And.Contains("setPublisher"));
    }

    [Test]
    public async Task An_account_without_funds_is_named_with_its_balance()
    {
        var key = NewKey();
        using var poor = Account.FromPrivateKey(key);
        await Chain.SendAsync(Registry.Address, ProofRegistryCalls.SetPublisher(poor.Address, allowed: true));
        await using var host = await StartAsync(
            ("Chain:DeployRegistry", "false"),
            ("Chain:RegistryAddress", Registry.Address.ToString()),
            ("Chain:PrivateKey", key)
        );

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.InsufficientFunds));
            Assert.That(failed.Error, Does.Contain($"account {poor.Address} has 0 wei"));
        });
    }

    static string NewKey() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
}
