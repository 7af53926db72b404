using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Publisher.Tests.Ledger;

/// <summary>What is asked of the ledger for each publication reads what is open, not what was ever published.</summary>
public class LedgerPlanTests
{
    const long Chain = 31337;
    const string Signer = "0xsigner";

    [Test]
    public async Task Behind_fifty_thousand_publications_the_open_and_the_vanished_ones_are_found_by_an_index()
    {
        await using var store = await TestStore.CreateAsync(DatabaseKind.Postgres);
        var address = DatabaseAddress.Parse(store.DatabaseUrl);
        var options = new DbContextOptionsBuilder<ProofSagaDbContext>();
        options.UseDatabase(address);
        await using var db = new ProofSagaDbContext(options.Options);
        await new DatabaseMigrator(db, address).MigrateAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO publication_transactions (hash, batch_id, chain, chain_id, registry_address, signer, nonce,
                raw_transaction, max_fee_per_gas_wei, max_priority_fee_per_gas_wei, state, prepared_at, vanished_at)
            SELECT 'hash' || n, gen_random_uuid(), 'local', {Chain}, '0x', {Signer}, n, '', '0', '0',
                CASE WHEN n > 49998 THEN 'broadcast' ELSE 'confirmed' END, now(),
                CASE WHEN n > 49999 THEN now() END
            FROM generate_series(1, 50000) AS n
            """
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO publication_items (batch_id, proof_id)
            SELECT batch_id, gen_random_uuid() FROM publication_transactions, generate_series(1, 4)
            """
        );
        await db.Database.ExecuteSqlAsync($"ANALYZE publication_transactions, publication_items");
        var proofIds = await db.PublicationItems.Take(32).Select(item => item.ProofId).ToListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await db.OfSigner(Chain, Signer).WhereOpen().CountAsync(), Is.EqualTo(2));
            Assert.That(await PagesReadAsync(db.OfSigner(Chain, Signer).WhereOpen()), Is.LessThan(30));
            Assert.That(
                await PagesReadAsync(db.OfSigner(Chain, Signer).Where(row => row.VanishedAt != null)),
                Is.LessThan(30)
            );
            Assert.That(
                await PagesReadAsync(db.OfProofs(proofIds, db.OfSigner(Chain, Signer).WhereOpen())),
                Is.LessThan(32 * 10)
            );
        }
    }

    /// <summary>The table has more than 700.</summary>
    static async Task<long> PagesReadAsync<T>(IQueryable<T> query)
    {
        await using var command = query.CreateDbCommand();
        return await command.CountPagesReadAsync();
    }
}
