using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>The proofs that wait for a worker, and the workers.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122170000_GenerationQueue")]
public class GenerationQueueTables : Migration
{
    const string Queue = "generation_queue";
    const string Workers = "workers";

    static readonly string[] Waiting = ["pool", "priority", "client", "enqueued_at", "proof_id"];
    static readonly string[] Admitted = ["pool", "client"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            Queue,
            table => new
            {
                proof_id = table.Column<Guid>(),
                pool = table.Column<string>(maxLength: 32),
                priority = table.Column<string>(maxLength: 32),
                client = table.Column<string>(),
                circuit = table.Column<string>(),
                proof_system = table.Column<string>(),
                attempt = table.Column<int>(),
                enqueued_at = table.Column<DateTime>(),
                admitted_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_generation_queue", row => row.proof_id)
        );
        migrationBuilder.CreateIndex(NameOf(Waiting), Queue, Waiting, filter: "admitted_at IS NULL");
        migrationBuilder.CreateIndex(NameOf(Admitted), Queue, Admitted, filter: "admitted_at IS NOT NULL");
        migrationBuilder.CreateTable(
            Workers,
            table => new
            {
                name = table.Column<string>(maxLength: 100),
                started_at = table.Column<DateTime>(),
                seen_at = table.Column<DateTime>(),
                prover_slots = table.Column<int>(),
                instant_slots = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_workers", row => row.name)
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // An older program orders a generation as soon as it accepts a proof, and knows of none that wait: on a broker
        // they should run out first. Embedded, it orders them at its start.
        migrationBuilder.DropTable(Queue);
        migrationBuilder.DropTable(Workers);
    }

    static string NameOf(string[] columns) => $"ix_{Queue}_{string.Join('_', columns)}";
}
