using Microsoft.Extensions.Options;
using ProofSaga.Ethereum.Local;
using ProofSaga.Publisher.Tests.Host;

namespace ProofSaga.Publisher.Tests.Chains;

sealed class SecretsTests : PublisherFixture
{
    [Test]
    public async Task Neither_the_key_nor_a_signed_transaction_is_in_the_log()
    {
        var keyFile = Path.Combine(Store.Folder, "signer.key");
        await File.WriteAllTextAsync(keyFile, DevelopmentAccounts.PrivateKeys[0] + "\n");
        await using var host = await StartAsync(("Chain:PrivateKey", ""), ("Chain:PrivateKeyFile", keyFile));
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        await host.PublishAsync(proofId);
        await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage with { PublicSignals = ["7"] }));

        var log = host.Log.Everything;
        var raw = Convert.ToHexStringLower((await host.LedgerAsync(proofId)).Single().RawTransaction);

        Assert.Multiple(() =>
        {
            Assert.That(log, Does.Contain(proofId.ToString()));
            Assert.That(log, Does.Not.Contain(DevelopmentAccounts.PrivateKeys[0][2..]).IgnoreCase);
            Assert.That(log, Does.Not.Contain(raw[..64]).IgnoreCase);
        });
    }

    [Test]
    public async Task A_key_file_that_holds_no_key_stops_the_start_without_showing_it()
    {
        var keyFile = Path.Combine(Store.Folder, "signer.key");
        const string secret = "correct horse battery staple";
        await File.WriteAllTextAsync(keyFile, secret);

        var error = Assert.ThrowsAsync<OptionsValidationException>(() =>
            StartAsync(("Chain:PrivateKey", ""), ("Chain:PrivateKeyFile", keyFile))
        );

        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Does.Contain($"Chain:PrivateKeyFile '{keyFile}' holds no key"));
            Assert.That(error!.ToString(), Does.Not.Contain(secret));
        });
    }
}
