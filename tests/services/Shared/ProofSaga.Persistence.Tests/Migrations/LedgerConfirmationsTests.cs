using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>What the ledger held before it told confirmed from mined keeps its meaning, there and back.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class LedgerConfirmationsTests(DatabaseKind kind)
{
    const string Before = "SecretKeyFingerprint";
    const string After = "LedgerConfirmations";

    [Test]
    public async Task What_was_called_mined_is_confirmed()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync(Before);
        foreach (var state in (string[])["prepared", "broadcast", "mined", "reverted", "abandoned"])
            await InsertAsync(database, state);

        await database.MigrateAsync();

        await using var db = database.CreateContext();
        var rows = await db.PublicationTransactions.ToDictionaryAsync(row => row.Hash, StringComparer.Ordinal);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows["mined"].State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(rows["mined"].ConfirmedAt, Is.Not.Null.And.EqualTo(rows["mined"].MinedAt));
            Assert.That(rows["prepared"].State, Is.EqualTo(PublicationTransactionState.Prepared));
            Assert.That(rows["broadcast"].State, Is.EqualTo(PublicationTransactionState.Broadcast));
            Assert.That(rows["reverted"].State, Is.EqualTo(PublicationTransactionState.Reverted));
            Assert.That(rows["abandoned"].State, Is.EqualTo(PublicationTransactionState.Abandoned));
        }
    }

    [TestCase("mined", "broadcast", TestName = "On the way back, what lacks confirmations is waited for again")]
    [TestCase("confirmed", "mined", TestName = "On the way back, confirmed is called mined")]
    [TestCase("replaced", "abandoned", TestName = "On the way back, replaced is called abandoned")]
    public async Task On_the_way_back(string state, string stateBefore)
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync(After);
        await InsertAsync(database, state);

        await database.MigrateAsync(Before);

        await using var db = database.CreateContext();
        var states = await db.Database.SqlQuery<string>($"SELECT state FROM publication_transactions").ToListAsync();
        Assert.That(states, Is.EqualTo(new[] { stateBefore }));
    }

    static Task InsertAsync(EmptyDatabase database, string state) =>
        database.ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO publication_transactions (hash, proof_id, chain, chain_id, registry_address, signer, nonce,
                    raw_transaction, max_fee_per_gas_wei, max_priority_fee_per_gas_wei, state, prepared_at, mined_at)
                VALUES ('{state}', '{Guid.NewGuid().ToString().ToUpperInvariant()}', 'local', 31337, '0x', '0x', 0, '', '0', '0',
                    '{state}', '2026-01-01 00:00:00', '2026-01-01 00:00:05')
                """
            )
        );
}
