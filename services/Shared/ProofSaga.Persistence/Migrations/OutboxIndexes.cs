using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>What waits to be sent is found without a scan, however many rows the inbox and outbox hold.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122010000_OutboxIndexes")]
public class OutboxIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""UPDATE "OutboxState" SET "DeliverAfter" = "Created" WHERE "DeliverAfter" IS NULL""");
        migrationBuilder.CreateIndex(
            "IX_InboxState_DeliverAfter_Consumed",
            "InboxState",
            ["DeliverAfter", "Consumed"],
            filter: "\"Delivered\" IS NULL AND \"Consumed\" IS NOT NULL"
        );
        migrationBuilder.CreateIndex("IX_OutboxState_DeliverAfter_Created", "OutboxState", ["DeliverAfter", "Created"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_OutboxState_DeliverAfter_Created", "OutboxState");
        migrationBuilder.DropIndex("IX_InboxState_DeliverAfter_Consumed", "InboxState");
    }
}
