namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>Migrations are written by hand: the model is what they are measured by.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class MigrationTests(DatabaseKind kind)
{
    const string Nothing = "0";

    [Test]
    public async Task The_migrated_schema_is_that_of_the_model()
    {
        await using var migrated = await EmptyDatabase.CreateAsync(kind);
        await using var modelled = await EmptyDatabase.CreateAsync(kind);

        await migrated.MigrateAsync();
        await modelled.CreateFromModelAsync();

        var expected = await modelled.DescribeSchemaAsync();
        var actual = await migrated.DescribeSchemaAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(expected, Has.Some.StartsWith("column proof_jobs.").And.Some.StartsWith("column proofs."));
            Assert.That(actual.Except(expected), Is.Empty, "what the model does not have");
            Assert.That(expected.Except(actual), Is.Empty, "what the migrations do not make");
        }
    }

    [Test]
    public async Task The_way_back_leaves_nothing_and_can_be_gone_again()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        var first = await database.DescribeSchemaAsync();

        await database.MigrateAsync(Nothing);
        var afterDown = await database.DescribeSchemaAsync();
        await database.MigrateAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(afterDown, Is.Empty);
            Assert.That(await database.DescribeSchemaAsync(), Is.EqualTo(first));
        }
    }

    [Test]
    public async Task Migrating_again_changes_nothing()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        var first = await database.DescribeSchemaAsync();

        await database.MigrateAsync();

        Assert.That(await database.DescribeSchemaAsync(), Is.EqualTo(first));
    }
}
