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
}
