using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence.Migrations;

/// <summary>The one row that tells which secret key the database was set up with.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122090500_SecretKeyFingerprint")]
public class SecretKeyFingerprint : Migration
{
    const string Table = "secret_key_fingerprint";

    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable(
            Table,
            table => new
            {
                id = table.Column<int>(),
                fingerprint = table.Column<byte[]>(),
                stored_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_secret_key_fingerprint", row => row.id)
        );

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(Table);
}
