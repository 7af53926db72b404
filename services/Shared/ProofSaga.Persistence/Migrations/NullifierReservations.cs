using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>Which proof may spend a nullifier.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122140000_NullifierReservations")]
public class NullifierReservations : Migration
{
    const string Table = "nullifier_reservations";

    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable(
            Table,
            table => new
            {
                circuit = table.Column<string>(),
                circuit_version = table.Column<int>(),
                nullifier = table.Column<byte[]>(),
                proof_id = table.Column<Guid>(),
                reserved_at = table.Column<DateTime>(),
            },
            constraints: table =>
                table.PrimaryKey(
                    "pk_nullifier_reservations",
                    row => new
                    {
                        row.circuit,
                        row.circuit_version,
                        row.nullifier,
                    }
                )
        );

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(Table);
}
