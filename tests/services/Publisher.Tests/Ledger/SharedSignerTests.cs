using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence;
using ProofSaga.Publisher.Tests.Host;

namespace ProofSaga.Publisher.Tests.Ledger;

sealed class SharedSignerTests() : ManyProofsFixture(DatabaseKind.Postgres)
{
    [Test]
    public async Task Two_publishers_share_one_signer()
    {
        await using var one = await StartAsync();
        await one.ChainAsync();
        await using var other = await StartAsync();
        await other.ChainAsync();

        var nonces = await Task.WhenAll(PublishManyAsync(one), PublishManyAsync(other));

        AssertConsecutive([.. nonces.SelectMany(each => each)]);
    }

    [Test]
    public async Task Two_publishers_with_signers_of_their_own_share_the_load()
    {
        var second = Chain.Stranger.Address;
        await Chain.SendAsync(Registry.Address, ProofRegistryCalls.SetPublisher(second, allowed: true));
        await using var one = await StartAsync();
        await one.ChainAsync();
        await using var other = await StartAsync(
            ("Chain:PrivateKey", DevelopmentAccounts.PrivateKeys[1]),
            ("Chain:DeployRegistry", "false"),
            ("Chain:RegistryAddress", Registry.Address.ToString())
        );
        await other.ChainAsync();

        var nonces = await Task.WhenAll(PublishManyAsync(one), PublishManyAsync(other));

        AssertConsecutive(nonces[0]);
        AssertConsecutive(nonces[1]);
        Assert.That(await Chain.Client.GetTransactionCountAsync(second, BlockParameter.Latest), Is.GreaterThan(0));
    }
}
