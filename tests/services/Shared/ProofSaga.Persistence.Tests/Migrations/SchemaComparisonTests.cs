namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>The description by which schemas are compared sees each way in which they can differ.</summary>
public class SchemaComparisonTests
{
    [TestCase("""ALTER TABLE proofs ALTER COLUMN client DROP NOT NULL""")]
    [TestCase("""ALTER TABLE proofs ALTER COLUMN status TYPE character varying(64)""")]
    [TestCase("""ALTER TABLE proofs ALTER COLUMN attempt TYPE bigint""")]
    [TestCase("""ALTER TABLE proofs ALTER COLUMN attempt SET DEFAULT 1""")]
    [TestCase("""ALTER TABLE proofs DROP COLUMN callback_url""")]
    [TestCase("""ALTER TABLE proofs DROP CONSTRAINT pk_proofs""")]
    [TestCase("""DROP INDEX "IX_OutboxState_Created" """)]
    [TestCase("""DROP INDEX ix_proofs_status; CREATE INDEX ix_proofs_status ON proofs (status)""")]
    [TestCase("""ALTER TABLE "InboxState" DROP CONSTRAINT "AK_InboxState_MessageId_ConsumerId" """)]
    [TestCase("""ALTER TABLE "OutboxMessage" ALTER COLUMN "SequenceNumber" DROP IDENTITY""")]
    public Task Postgres(string change) => SeesAsync(DatabaseKind.Postgres, change);

    [TestCase("""ALTER TABLE proofs DROP COLUMN callback_url""")]
    [TestCase("""ALTER TABLE proofs ADD COLUMN more INTEGER NOT NULL DEFAULT 1""")]
    [TestCase("""DROP INDEX "IX_OutboxState_Created" """)]
    [TestCase("""DROP INDEX ix_proofs_status; CREATE INDEX ix_proofs_status ON proofs (status)""")]
    public Task Sqlite(string change) => SeesAsync(DatabaseKind.Sqlite, change);

    static async Task SeesAsync(DatabaseKind kind, string change)
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.CreateFromModelAsync();
        var before = await database.DescribeSchemaAsync();

        await database.ExecuteAsync(change);

        Assert.That(await database.DescribeSchemaAsync(), Is.Not.EqualTo(before));
    }
}
