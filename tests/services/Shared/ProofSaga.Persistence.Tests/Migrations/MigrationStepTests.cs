namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>Each migration by itself, those to come too: up, down, and up again.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class MigrationStepTests(DatabaseKind kind)
{
    [Test]
    public async Task Each_way_back_leads_to_where_its_way_up_began()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        var names = (await database.ListAsync()).Select(state => state.Name).ToList();
        Assert.That(names, Has.Count.GreaterThan(1));

        var before = DatabaseMigrator.Nothing;
        foreach (var name in names)
        {
            var schemaBefore = await database.DescribeSchemaAsync();
            await database.MigrateAsync(name);
            var schemaAfter = await database.DescribeSchemaAsync();
            Assert.That(schemaAfter, Is.Not.EqualTo(schemaBefore), $"{name} does something");

            await database.MigrateAsync(before);
            Assert.That(await database.DescribeSchemaAsync(), Is.EqualTo(schemaBefore), $"the way back of {name}");

            await database.MigrateAsync(name);
            Assert.That(await database.DescribeSchemaAsync(), Is.EqualTo(schemaAfter), $"{name} once more");
            before = name;
        }
    }

    [Test]
    public async Task A_plan_names_what_is_applied_reverted_and_lost()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        var names = (await database.ListAsync()).Select(state => state.Name).ToList();

        var up = await database.PlanAsync();
        await database.MigrateAsync("initial");
        var rest = await database.PlanAsync();
        var down = await database.PlanAsync(DatabaseMigrator.Nothing);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(up.Apply, Is.EqualTo(names));
            Assert.That(up.Drops, Is.Empty);
            Assert.That(rest.Apply, Is.EqualTo(names.Skip(1)));
            Assert.That(down.Revert, Is.EqualTo(names.Take(1)));
            Assert.That(down.Drops, Does.Contain("table proofs").And.Contain("table OutboxMessage"));
        }
    }

    [Test]
    public async Task An_unknown_name_is_an_error_that_lists_the_known_ones()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        var names = (await database.ListAsync()).Select(state => state.Name).ToList();

        var error = Assert.CatchAsync<MigrationException>(() => database.MigrateAsync("Innitial"));

        Assert.That(error.Message, Does.Contain("'Innitial'"));
        foreach (var name in names)
            Assert.That(error.Message, Does.Contain(name));
    }

    [Test]
    public async Task What_a_newer_program_did_is_shown_and_not_gone_behind()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        await database.ExecuteAsync(
            """INSERT INTO "__EFMigrationsHistory" VALUES ('29991231000000_FromTheFuture', '10.0.0')"""
        );

        var last = (await database.ListAsync())[^1];
        var error = Assert.CatchAsync<MigrationException>(() => database.PlanAsync(DatabaseMigrator.Nothing));

        Assert.That(
            last,
            Is.EqualTo(new MigrationState("29991231000000_FromTheFuture", IsApplied: true, IsKnown: false))
        );
        Assert.That(error.Message, Does.Contain("29991231000000_FromTheFuture"));
    }
}
