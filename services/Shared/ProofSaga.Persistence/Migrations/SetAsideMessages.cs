using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>Dead letters of messages from error and skipped queues; of those that name no proof, several at one moment.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122180000_SetAsideMessages")]
public class SetAsideMessages : Migration
{
    const string Letters = "dead_letters";
    const string Messages = "set_aside_messages";
    const string OncePerFailure = "ix_dead_letters_proof_id_failed_at";
    const string ByProof = "ix_dead_letters_proof_id";

    static readonly string[] Failure = ["proof_id", "failed_at"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("queue", Letters, nullable: true);
        migrationBuilder.DropIndex(OncePerFailure, Letters);
        migrationBuilder.CreateIndex(
            OncePerFailure,
            Letters,
            Failure,
            unique: true,
            filter: "queue IS NULL AND stage <> 'intake'"
        );
        migrationBuilder.CreateIndex(ByProof, Letters, "proof_id");
        migrationBuilder.CreateTable(
            Messages,
            table => new
            {
                dead_letter_id = table.Column<Guid>(),
                message_id = table.Column<string>(nullable: true),
                message_type = table.Column<string>(nullable: true),
                content_type = table.Column<string>(nullable: true),
                headers = table.Column<string>(),
                body_bytes = table.Column<long>(),
                protected_message = table.Column<byte[]>(nullable: true),
                why_not_kept = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_set_aside_messages", row => row.dead_letter_id)
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // An older program would take them for letters of proofs, and cannot have two of one moment that name none.
        migrationBuilder.Sql(
            $"""
            DELETE FROM {Letters} WHERE queue IS NOT NULL OR EXISTS (
                SELECT 1 FROM {Letters} other
                WHERE other.queue IS NULL AND other.proof_id = {Letters}.proof_id
                    AND other.failed_at = {Letters}.failed_at AND other.id < {Letters}.id
            )
            """
        );
        migrationBuilder.DropTable(Messages);
        migrationBuilder.DropIndex(ByProof, Letters);
        migrationBuilder.DropIndex(OncePerFailure, Letters);
        // as in OutboxSetAside: both databases know the statement
        migrationBuilder.Sql($"ALTER TABLE {Letters} DROP COLUMN queue");
        migrationBuilder.CreateIndex(OncePerFailure, Letters, Failure, unique: true);
    }
}
