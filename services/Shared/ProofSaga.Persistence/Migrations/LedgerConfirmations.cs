using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>Tells a mined transaction of the publication ledger from a confirmed one, and an abandoned from a replaced.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122120000_LedgerConfirmations")]
public class LedgerConfirmations : Migration
{
    const string Table = "publication_transactions";
    const string ByBlock = "ix_publication_transactions_chain_id_block_number";
    const string ByState = "ix_publication_transactions_chain_id_signer_state";
    const string Vanished = "ix_publication_transactions_vanished_at";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var column in (string[])["broadcast_at", "confirmed_at", "vanished_at"])
            migrationBuilder.AddColumn<DateTime>(column, Table, nullable: true);
        migrationBuilder.AddColumn<string>("block_hash", Table, nullable: true);
        migrationBuilder.CreateIndex(ByBlock, Table, ["chain_id", "block_number"]);
        migrationBuilder.CreateIndex(ByState, Table, ["chain_id", "signer", "state"]);
        migrationBuilder.CreateIndex(Vanished, Table, "vanished_at", filter: "vanished_at IS NOT NULL");
        // so far a transaction was called mined once it had its confirmations
        migrationBuilder.Sql($"UPDATE {Table} SET state = 'confirmed', confirmed_at = mined_at WHERE state = 'mined'");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // an older program waits again for what lacks confirmations
        migrationBuilder.Sql($"UPDATE {Table} SET state = 'broadcast' WHERE state = 'mined'");
        migrationBuilder.Sql($"UPDATE {Table} SET state = 'mined' WHERE state = 'confirmed'");
        migrationBuilder.Sql($"UPDATE {Table} SET state = 'abandoned' WHERE state = 'replaced'");
        foreach (var index in (string[])[ByBlock, ByState, Vanished])
            migrationBuilder.DropIndex(index, Table);
        // both databases know the statement; EF would rebuild the table on SQLite, and has no model of the past to do it with
        foreach (var column in (string[])["broadcast_at", "confirmed_at", "vanished_at", "block_hash"])
            migrationBuilder.Sql($"ALTER TABLE {Table} DROP COLUMN {column}");
    }
}
