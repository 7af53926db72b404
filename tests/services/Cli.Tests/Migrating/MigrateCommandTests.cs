using Microsoft.Data.Sqlite;
using ProofSaga.Cli.Migrating;
using ProofSaga.Persistence;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Cli.Tests.Migrating;

/// <summary>What an operator sees of a database's schema, and what a script can act on.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class MigrateCommandTests(DatabaseKind kind)
{
    string folder = null!;
    string address = null!;
    TestDatabase? postgres;

    [SetUp]
    public async Task CreateDatabase()
    {
        folder = Directory.CreateTempSubdirectory("proofsaga-migrate-").FullName;
        address = $"sqlite:{Path.Combine(folder, "proofsaga.db")}";
        if (kind == DatabaseKind.Postgres)
        {
            postgres = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
            address = postgres.ConnectionString;
        }
    }

    [TearDown]
    public async Task Remove()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task An_empty_database_is_listed_migrated_and_listed_again()
    {
        var before = await RunAsync(new(address, Target: null, OnlyLists: true, MayDrop: false));
        var migrating = await RunAsync(new(address, Target: null, OnlyLists: false, MayDrop: false));
        var again = await RunAsync(new(address, Target: null, OnlyLists: false, MayDrop: false));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.ExitCode, Is.Zero);
            Assert.That(before.Output, Does.Contain("_Initial  pending").And.Not.Contain("applied"));
            Assert.That(migrating.ExitCode, Is.Zero);
            Assert.That(migrating.Output, Does.Contain("_Initial  applied").And.Not.Contain("pending"));
            Assert.That(again.Output, Does.Contain("Nothing to do."));
        }
    }

    [Test]
    public async Task The_way_back_waits_for_a_yes_and_says_what_is_lost()
    {
        await RunAsync(new(address, Target: null, OnlyLists: false, MayDrop: false));

        var refused = await RunAsync(new(address, "initial", OnlyLists: false, MayDrop: false));
        var kept = await RunAsync(new(address, Target: null, OnlyLists: true, MayDrop: false));
        var done = await RunAsync(new(address, "initial", OnlyLists: false, MayDrop: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.ExitCode, Is.EqualTo(MigrateExitCode.NotConfirmed));
            Assert.That(refused.Errors, Does.Contain("table secret_key_fingerprint").And.Contain("--yes"));
            Assert.That(kept.Output, Does.Not.Contain("pending"));
            Assert.That(done.ExitCode, Is.Zero);
            Assert.That(done.Output, Does.Contain("_Initial  applied").And.Contain("_SecretKeyFingerprint  pending"));
        }
    }

    [Test]
    public async Task An_unknown_migration_is_a_wrong_argument_and_the_known_ones_are_listed()
    {
        var run = await RunAsync(new(address, "Innitial", OnlyLists: false, MayDrop: false));

        Assert.That(run.ExitCode, Is.EqualTo(MigrateExitCode.WrongArguments));
        Assert.That(run.Errors, Does.Contain("'Innitial'").And.Contain("_Initial"));
    }

    static async Task<(int ExitCode, string Output, string Errors)> RunAsync(MigrateOptions options)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await new Migration(output, errors).RunAsync(options, CancellationToken.None);
        return (exitCode, $"{output}", $"{errors}");
    }
}
