using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace ProofSaga.Persistence.Migrations;

/// <summary>Proofs, saga, publication ledger, dead letters, and MassTransit's inbox and outbox.</summary>
[DbContext(typeof(ProofSagaDbContext))]
[Migration("20261122000000_Initial")]
public class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateProofs(migrationBuilder);
        CreateProofJobs(migrationBuilder);
        CreateLedger(migrationBuilder);
        CreateDeadLetters(migrationBuilder);
        CreateInboxAndOutbox(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (
            var table in (string[])
                [
                    "OutboxMessage",
                    "OutboxState",
                    "InboxState",
                    "dead_letters",
                    "signer_nonces",
                    "publication_transactions",
                    "proof_jobs",
                    "proofs",
                ]
        )
        {
            migrationBuilder.DropTable(table);
        }
    }

    static void CreateProofs(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "proofs",
            table => new
            {
                id = table.Column<Guid>(),
                circuit = table.Column<string>(),
                circuit_version = table.Column<int>(),
                proof_system = table.Column<string>(),
                client = table.Column<string>(),
                priority = table.Column<string>(maxLength: 32),
                publish = table.Column<bool>(),
                callback_url = table.Column<string>(nullable: true),
                metadata = table.Column<string>(),
                submission_fingerprint = table.Column<byte[]>(),
                protected_inputs = table.Column<byte[]>(nullable: true),
                status = table.Column<string>(maxLength: 32),
                attempt = table.Column<int>(),
                created_at = table.Column<DateTime>(),
                generating_at = table.Column<DateTime>(nullable: true),
                generated_at = table.Column<DateTime>(nullable: true),
                verifying_at = table.Column<DateTime>(nullable: true),
                verified_at = table.Column<DateTime>(nullable: true),
                publishing_at = table.Column<DateTime>(nullable: true),
                finished_at = table.Column<DateTime>(nullable: true),
                document = table.Column<byte[]>(nullable: true),
                artifact_sha256 = table.Column<string>(maxLength: 64, nullable: true),
                generation_time_ms = table.Column<long>(nullable: true),
                publication_status = table.Column<string>(maxLength: 32, nullable: true),
                publication_reason = table.Column<string>(nullable: true),
                chain = table.Column<string>(nullable: true),
                registry_address = table.Column<string>(nullable: true),
                transaction_hash = table.Column<string>(nullable: true),
                block_number = table.Column<long>(nullable: true),
                gas_used = table.Column<long>(nullable: true),
                failed_stage = table.Column<string>(maxLength: 32, nullable: true),
                failure_kind = table.Column<string>(maxLength: 32, nullable: true),
                error_code = table.Column<string>(nullable: true),
                error_message = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_proofs", row => row.id)
        );
        migrationBuilder.CreateIndex(
            "ix_proofs_status",
            "proofs",
            "status",
            filter: "status NOT IN ('completed', 'failed', 'cancelled')"
        );
    }

    static void CreateProofJobs(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable(
            "proof_jobs",
            table => new
            {
                correlation_id = table.Column<Guid>(),
                current_state = table.Column<string>(maxLength: 64),
                version = table.Column<int>(),
                circuit = table.Column<string>(),
                proof_system = table.Column<string>(),
                client = table.Column<string>(),
                publish = table.Column<bool>(),
                attempt = table.Column<int>(),
                generating_at = table.Column<DateTime>(nullable: true),
                generated_at = table.Column<DateTime>(nullable: true),
                verifying_at = table.Column<DateTime>(nullable: true),
                verified_at = table.Column<DateTime>(nullable: true),
                publishing_at = table.Column<DateTime>(nullable: true),
                finished_at = table.Column<DateTime>(nullable: true),
                artifact_sha256 = table.Column<string>(maxLength: 64, nullable: true),
                publication_status = table.Column<string>(maxLength: 32, nullable: true),
                publication_reason = table.Column<string>(nullable: true),
                chain = table.Column<string>(nullable: true),
                registry_address = table.Column<string>(nullable: true),
                transaction_hash = table.Column<string>(nullable: true),
                block_number = table.Column<long>(nullable: true),
                gas_used = table.Column<long>(nullable: true),
                failed_stage = table.Column<string>(maxLength: 32, nullable: true),
                failure_kind = table.Column<string>(maxLength: 32, nullable: true),
                error_code = table.Column<string>(nullable: true),
                error_message = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_proof_jobs", row => row.correlation_id)
        );

    static void CreateLedger(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "publication_transactions",
            table => new
            {
                hash = table.Column<string>(),
                proof_id = table.Column<Guid>(),
                chain = table.Column<string>(),
                chain_id = table.Column<long>(),
                registry_address = table.Column<string>(),
                signer = table.Column<string>(),
                nonce = table.Column<long>(),
                raw_transaction = table.Column<byte[]>(),
                max_fee_per_gas_wei = table.Column<string>(),
                max_priority_fee_per_gas_wei = table.Column<string>(),
                state = table.Column<string>(maxLength: 32),
                prepared_at = table.Column<DateTime>(),
                mined_at = table.Column<DateTime>(nullable: true),
                block_number = table.Column<long>(nullable: true),
                gas_used = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_publication_transactions", row => row.hash)
        );
        migrationBuilder.CreateIndex("ix_publication_transactions_proof_id", "publication_transactions", "proof_id");
        migrationBuilder.CreateIndex(
            "ix_publication_transactions_chain_id_signer_nonce",
            "publication_transactions",
            ["chain_id", "signer", "nonce"]
        );
        migrationBuilder.CreateTable(
            "signer_nonces",
            table => new
            {
                chain_id = table.Column<long>(),
                signer = table.Column<string>(),
                next_nonce = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_signer_nonces", row => new { row.chain_id, row.signer })
        );
    }

    static void CreateDeadLetters(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "dead_letters",
            table => new
            {
                id = table.Column<Guid>(),
                proof_id = table.Column<Guid>(),
                stage = table.Column<string>(),
                attempts = table.Column<int>(),
                code = table.Column<string>(),
                error = table.Column<string>(),
                client = table.Column<string>(),
                circuit = table.Column<string>(),
                failed_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_dead_letters", row => row.id)
        );
        migrationBuilder.CreateIndex(
            "ix_dead_letters_proof_id_failed_at",
            "dead_letters",
            ["proof_id", "failed_at"],
            unique: true
        );
    }

    /// <summary>The tables of MassTransit.EntityFrameworkCore 8, with the two columns that our delivery adds.</summary>
    static void CreateInboxAndOutbox(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "InboxState",
            table => new
            {
                Id = Identity(table),
                MessageId = table.Column<Guid>(),
                ConsumerId = table.Column<Guid>(),
                LockId = table.Column<Guid>(),
                RowVersion = table.Column<byte[]>(nullable: true),
                Received = table.Column<DateTime>(),
                ReceiveCount = table.Column<int>(),
                ExpirationTime = table.Column<DateTime>(nullable: true),
                Consumed = table.Column<DateTime>(nullable: true),
                Delivered = table.Column<DateTime>(nullable: true),
                LastSequenceNumber = table.Column<long>(nullable: true),
                DeliverAfter = table.Column<DateTime>(nullable: true),
                DeliveryAttempts = table.Column<int>(defaultValue: 0),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_InboxState", row => row.Id);
                table.UniqueConstraint(
                    "AK_InboxState_MessageId_ConsumerId",
                    row => new { row.MessageId, row.ConsumerId }
                );
            }
        );
        migrationBuilder.CreateIndex("IX_InboxState_Delivered", "InboxState", "Delivered");
        migrationBuilder.CreateTable(
            "OutboxState",
            table => new
            {
                OutboxId = table.Column<Guid>(),
                LockId = table.Column<Guid>(),
                RowVersion = table.Column<byte[]>(nullable: true),
                Created = table.Column<DateTime>(),
                Delivered = table.Column<DateTime>(nullable: true),
                LastSequenceNumber = table.Column<long>(nullable: true),
                DeliverAfter = table.Column<DateTime>(nullable: true),
                DeliveryAttempts = table.Column<int>(defaultValue: 0),
            },
            constraints: table => table.PrimaryKey("PK_OutboxState", row => row.OutboxId)
        );
        migrationBuilder.CreateIndex("IX_OutboxState_Created", "OutboxState", "Created");
        migrationBuilder.CreateTable(
            "OutboxMessage",
            table => new
            {
                SequenceNumber = Identity(table),
                EnqueueTime = table.Column<DateTime>(nullable: true),
                SentTime = table.Column<DateTime>(),
                Headers = table.Column<string>(nullable: true),
                Properties = table.Column<string>(nullable: true),
                InboxMessageId = table.Column<Guid>(nullable: true),
                InboxConsumerId = table.Column<Guid>(nullable: true),
                OutboxId = table.Column<Guid>(nullable: true),
                MessageId = table.Column<Guid>(),
                ContentType = table.Column<string>(maxLength: 256),
                MessageType = table.Column<string>(),
                Body = table.Column<string>(),
                ConversationId = table.Column<Guid>(nullable: true),
                CorrelationId = table.Column<Guid>(nullable: true),
                InitiatorId = table.Column<Guid>(nullable: true),
                RequestId = table.Column<Guid>(nullable: true),
                SourceAddress = table.Column<string>(maxLength: 256, nullable: true),
                DestinationAddress = table.Column<string>(maxLength: 256, nullable: true),
                ResponseAddress = table.Column<string>(maxLength: 256, nullable: true),
                FaultAddress = table.Column<string>(maxLength: 256, nullable: true),
                ExpirationTime = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_OutboxMessage", row => row.SequenceNumber)
        );
        migrationBuilder.CreateIndex("IX_OutboxMessage_EnqueueTime", "OutboxMessage", "EnqueueTime");
        migrationBuilder.CreateIndex("IX_OutboxMessage_ExpirationTime", "OutboxMessage", "ExpirationTime");
        migrationBuilder.CreateIndex(
            "IX_OutboxMessage_InboxMessageId_InboxConsumerId_SequenceNumber",
            "OutboxMessage",
            ["InboxMessageId", "InboxConsumerId", "SequenceNumber"],
            unique: true
        );
        migrationBuilder.CreateIndex(
            "IX_OutboxMessage_OutboxId_SequenceNumber",
            "OutboxMessage",
            ["OutboxId", "SequenceNumber"],
            unique: true
        );
    }

    /// <summary>A 64-bit number that the database counts up, on either database.</summary>
    static OperationBuilder<AddColumnOperation> Identity(ColumnsBuilder table) =>
        table
            .Column<long>()
            .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)
            .Annotation("Sqlite:Autoincrement", true);
}
