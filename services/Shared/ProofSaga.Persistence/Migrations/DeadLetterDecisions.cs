using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>What operators decide about dead letters, and the attempts that lie before a replay.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122130000_DeadLetterDecisions")]
public class DeadLetterDecisions : Migration
{
    const string Letters = "dead_letters";
    const string Decisions = "dead_letter_decisions";
    const string Index = "ix_dead_letters_resolution_failed_at_id";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("resolution", Letters, maxLength: 32, nullable: true);
        migrationBuilder.CreateIndex(Index, Letters, ["resolution", "failed_at", "id"]);
        migrationBuilder.CreateTable(
            Decisions,
            table => new
            {
                id = table.Column<Guid>(),
                dead_letter_id = table.Column<Guid>(),
                resolution = table.Column<string>(maxLength: 32),
                stage = table.Column<string>(maxLength: 32, nullable: true),
                decided_by = table.Column<string>(),
                reason = table.Column<string>(nullable: true),
                decided_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_dead_letter_decisions", row => row.id)
        );
        migrationBuilder.CreateIndex("ix_dead_letter_decisions_dead_letter_id", Decisions, "dead_letter_id");
        migrationBuilder.AddColumn<int>("attempts_before_replay", "proof_jobs", defaultValue: 0);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // as in OutboxSetAside: both databases know the statement
        migrationBuilder.Sql("ALTER TABLE proof_jobs DROP COLUMN attempts_before_replay");
        migrationBuilder.DropTable(Decisions);
        migrationBuilder.DropIndex(Index, Letters);
        migrationBuilder.Sql("ALTER TABLE dead_letters DROP COLUMN resolution");
    }
}
