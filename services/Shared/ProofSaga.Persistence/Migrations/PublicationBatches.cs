using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>A transaction of the publication ledger holds a batch of proofs; so far it held one.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122150000_PublicationBatches")]
public class PublicationBatches : Migration
{
    const string Transactions = "publication_transactions";
    const string Items = "publication_items";
    const string ByProof = "ix_publication_transactions_proof_id";
    const string ByBatch = "ix_publication_transactions_batch_id";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            Items,
            table => new { batch_id = table.Column<Guid>(), proof_id = table.Column<Guid>() },
            constraints: table => table.PrimaryKey("pk_publication_items", row => new { row.batch_id, row.proof_id })
        );
        migrationBuilder.CreateIndex("ix_publication_items_proof_id", Items, "proof_id");
        migrationBuilder.DropIndex(ByProof, Transactions);
        // a proof's id serves as the id of the batch that it was alone in
        Rename(migrationBuilder, "proof_id", "batch_id");
        migrationBuilder.CreateIndex(ByBatch, Transactions, "batch_id");
        migrationBuilder.Sql(
            $"INSERT INTO {Items} (batch_id, proof_id) SELECT DISTINCT batch_id, batch_id FROM {Transactions}"
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // An older program finds the other proofs of a batch in the registry, or publishes them anew.
        migrationBuilder.Sql(
            $"""
            UPDATE {Transactions} SET batch_id =
                (SELECT proof_id FROM {Items} WHERE {Items}.batch_id = {Transactions}.batch_id LIMIT 1)
            """
        );
        migrationBuilder.DropIndex(ByBatch, Transactions);
        Rename(migrationBuilder, "batch_id", "proof_id");
        migrationBuilder.CreateIndex(ByProof, Transactions, "proof_id");
        migrationBuilder.DropTable(Items);
    }

    // both databases know the statement; EF would rebuild the table on SQLite, and has no model of the past to do it with
    static void Rename(MigrationBuilder migrationBuilder, string from, string to) =>
        migrationBuilder.Sql($"ALTER TABLE {Transactions} RENAME COLUMN {from} TO {to}");
}
