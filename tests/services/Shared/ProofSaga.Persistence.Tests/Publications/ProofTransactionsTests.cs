using ProofSaga.Persistence.Publications;

namespace ProofSaga.Persistence.Tests.Publications;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class ProofTransactionsTests(DatabaseKind kind) : MigratedDatabaseFixture(kind)
{
    static readonly Guid ProofId = Guid.NewGuid();

    [TestCase(PublicationTransactionState.Prepared, true)]
    [TestCase(PublicationTransactionState.Broadcast, true)]
    [TestCase(PublicationTransactionState.Mined, true)]
    [TestCase(PublicationTransactionState.Confirmed, true)]
    [TestCase(PublicationTransactionState.Reverted, true)]
    [TestCase(PublicationTransactionState.Replaced, true)]
    [TestCase(PublicationTransactionState.Abandoned, false)]
    public async Task Every_transaction_counts_but_one_that_can_never_be_mined(
        PublicationTransactionState state,
        bool counts
    )
    {
        await using var db = Database.CreateContext();
        var transaction = LedgerRows.Transaction(ProofId, state);
        db.AddRange(transaction, LedgerRows.Item(ProofId));
        db.Add(LedgerRows.Transaction(Guid.NewGuid(), PublicationTransactionState.Broadcast));
        await db.SaveChangesAsync();

        var hash = await db.FindTransactionHashAsync(ProofId, CancellationToken.None);

        Assert.That(hash, Is.EqualTo(counts ? transaction.Hash : null));
    }

    [Test]
    public async Task The_newest_is_named()
    {
        await using var db = Database.CreateContext();
        var replacement = LedgerRows.Transaction(ProofId, PublicationTransactionState.Broadcast, number: 2);
        db.AddRange(
            replacement,
            LedgerRows.Item(ProofId),
            LedgerRows.Transaction(ProofId, PublicationTransactionState.Broadcast, number: 1),
            LedgerRows.Transaction(ProofId, PublicationTransactionState.Abandoned, number: 3)
        );
        await db.SaveChangesAsync();

        var hash = await db.FindTransactionHashAsync(ProofId, CancellationToken.None);

        Assert.That(hash, Is.EqualTo(replacement.Hash));
    }
}
