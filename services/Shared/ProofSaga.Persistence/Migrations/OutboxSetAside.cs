using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>Lets an outbox be set aside whose first message cannot be sent.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122020000_OutboxSetAside")]
public class OutboxSetAside : Migration
{
    static readonly string[] Tables = ["InboxState", "OutboxState"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
        {
            migrationBuilder.AddColumn<DateTime>("SetAside", table, nullable: true);
            migrationBuilder.AddColumn<long>("SetAsideSequenceNumber", table, nullable: true);
            // of no declared length: Postgres without statistics would take every row for a long one, and read the backlog by a worse plan
            migrationBuilder.AddColumn<string>("SetAsideReason", table, nullable: true);
            migrationBuilder.CreateIndex(
                $"IX_{table}_SetAsideSequenceNumber",
                table,
                "SetAsideSequenceNumber",
                filter: "\"SetAsideSequenceNumber\" IS NOT NULL"
            );
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
        {
            migrationBuilder.DropIndex($"IX_{table}_SetAsideSequenceNumber", table);
            // both databases know the statement; EF would rebuild the table on SQLite, and has no model of the past to do it with
            foreach (var column in (string[])["SetAside", "SetAsideSequenceNumber", "SetAsideReason"])
                migrationBuilder.Sql($"ALTER TABLE \"{table}\" DROP COLUMN \"{column}\"");
        }
    }
}
