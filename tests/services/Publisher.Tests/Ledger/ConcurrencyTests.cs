using ProofSaga.Persistence;
using ProofSaga.Publisher.Tests.Host;

namespace ProofSaga.Publisher.Tests.Ledger;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
sealed class ConcurrencyTests(DatabaseKind database) : ManyProofsFixture(database)
{
    [Test]
    public async Task Proofs_published_at_once_get_consecutive_nonces_and_one_event_each()
    {
        await using var host = await StartAsync();

        AssertConsecutive(await PublishManyAsync(host));
    }
}
