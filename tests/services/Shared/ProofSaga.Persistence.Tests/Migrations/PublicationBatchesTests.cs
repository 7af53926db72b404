using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>A transaction that held one proof is a batch of that proof, there and back.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class PublicationBatchesTests(DatabaseKind kind)
{
    const string Before = "LedgerConfirmations";
    static readonly Guid Proof = Guid.NewGuid();
    static readonly Guid Other = Guid.NewGuid();

    [Test]
    public async Task A_transaction_and_its_replacement_become_one_batch_of_their_proof()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync(Before);
        await InsertAsync(database, "proof_id", "original", Proof);
        await InsertAsync(database, "proof_id", "replacement", Proof);
        await InsertAsync(database, "proof_id", "another", Other);

        await database.MigrateAsync();

        await using var db = database.CreateContext();
        var proofs = await db
            .PublicationTransactions.Join(
                db.PublicationItems,
                transaction => transaction.BatchId,
                item => item.BatchId,
                (transaction, item) => new { transaction.Hash, item.ProofId }
            )
            .ToDictionaryAsync(row => row.Hash, row => row.ProofId, StringComparer.Ordinal);
        Assert.That(
            proofs,
            Is.EquivalentTo(
                new Dictionary<string, Guid>(StringComparer.Ordinal)
                {
                    ["original"] = Proof,
                    ["replacement"] = Proof,
                    ["another"] = Other,
                }
            )
        );
    }

    [Test]
    public async Task On_the_way_back_a_transaction_has_a_proof_of_its_batch()
    {
        var batch = Guid.NewGuid();
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        await InsertAsync(database, "batch_id", "hash", batch);
        await database.ExecuteAsync(
            $"INSERT INTO publication_items (batch_id, proof_id) VALUES ('{Text(batch)}', '{Text(Proof)}')"
        );

        await database.MigrateAsync(Before);

        await using var db = database.CreateContext();
        var proofs = await db.Database.SqlQuery<Guid>($"SELECT proof_id FROM publication_transactions").ToListAsync();
        Assert.That(proofs, Is.EqualTo(new[] { Proof }));
    }

    static Task InsertAsync(EmptyDatabase database, string column, string hash, Guid id) =>
        database.ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO publication_transactions (hash, {column}, chain, chain_id, registry_address, signer, nonce,
                    raw_transaction, max_fee_per_gas_wei, max_priority_fee_per_gas_wei, state, prepared_at)
                VALUES ('{hash}', '{Text(id)}', 'local', 31337, '0x', '0x', 0, '', '0', '0', 'confirmed',
                    '2026-01-01 00:00:00')
                """
            )
        );

    // as EF writes it on SQLite, where it is text
    static string Text(Guid id) => id.ToString().ToUpperInvariant();
}
