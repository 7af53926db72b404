using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>A row for each run of an attempt, and a proof's place in its retry schedule.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122160000_Jobs")]
public class Jobs : Migration
{
    const string Table = "jobs";
    const string Proofs = "proofs";
    const string Sagas = "proof_jobs";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            Table,
            table => new
            {
                id = table.Column<Guid>(),
                proof_id = table.Column<Guid>(),
                circuit = table.Column<string>(),
                client = table.Column<string>(),
                stage = table.Column<string>(maxLength: 32),
                attempt = table.Column<int>(),
                retry_count = table.Column<int>(),
                max_retries = table.Column<int>(),
                worker = table.Column<string>(nullable: true),
                status = table.Column<string>(maxLength: 32),
                started_at = table.Column<DateTime>(),
                completed_at = table.Column<DateTime>(nullable: true),
                error_code = table.Column<string>(nullable: true),
                error_message = table.Column<string>(nullable: true),
                next_attempt_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_jobs", row => row.id)
        );
        migrationBuilder.CreateIndex("ix_jobs_proof_id", Table, "proof_id");
        migrationBuilder.CreateIndex("ix_jobs_started_at_id", Table, ["started_at", "id"]);
        migrationBuilder.CreateIndex("ix_jobs_worker_started_at_id", Table, ["worker", "started_at", "id"]);
        migrationBuilder.CreateIndex("ix_jobs_circuit_started_at_id", Table, ["circuit", "started_at", "id"]);
        migrationBuilder.CreateIndex(
            "ix_jobs_status_started_at_id",
            Table,
            ["status", "started_at", "id"],
            filter: "status <> 'succeeded'"
        );
        migrationBuilder.AddColumn<int>("retry_count", Proofs, defaultValue: 0);
        migrationBuilder.AddColumn<int>("max_retries", Proofs, nullable: true);
        migrationBuilder.AddColumn<DateTime>("next_attempt_at", Proofs, nullable: true);
        migrationBuilder.AddColumn<Guid>("run_id", Sagas, nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // as in OutboxSetAside: both databases know the statement
        migrationBuilder.Sql($"ALTER TABLE {Sagas} DROP COLUMN run_id");
        foreach (var column in (string[])["next_attempt_at", "max_retries", "retry_count"])
            migrationBuilder.Sql($"ALTER TABLE {Proofs} DROP COLUMN {column}");
        migrationBuilder.DropTable(Table);
    }
}
