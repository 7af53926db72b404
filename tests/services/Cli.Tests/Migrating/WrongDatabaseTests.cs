using Npgsql;
using ProofSaga.Cli.Migrating;
using ProofSaga.LocalServers.Processes;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Cli.Tests.Migrating;

/// <summary>A database that cannot be migrated: one line says why, and no password is in it.</summary>
public class WrongDatabaseTests
{
    const string Password = "correct-horse";

    [TestCase(null, "DATABASE_URL")]
    [TestCase("mysql://root:correct-horse@localhost/db", "postgres://user:password@host:port/database")]
    [TestCase("postgres://proofsaga:correct-horse@localhost", "postgres://user:password@host:port/database")]
    public async Task A_wrong_address_is_a_wrong_argument(string? address, string expected)
    {
        var (exitCode, errors) = await RunAsync(address);

        Assert.That(exitCode, Is.EqualTo(MigrateExitCode.WrongArguments));
        Assert.That(errors, Does.Contain(expected).And.Not.Contain(Password));
    }

    [Test]
    public async Task A_server_that_is_away_is_said_to_be()
    {
        var (exitCode, errors) = await RunAsync(
            $"postgres://proofsaga:{Password}@127.0.0.1:{LoopbackPort.FindFree()}/proofsaga"
        );

        Assert.That(exitCode, Is.EqualTo(MigrateExitCode.DatabaseFailed));
        Assert.That(errors, Does.Contain("127.0.0.1").And.Not.Contain(Password));
    }

    [Test]
    public async Task A_database_that_is_not_there_is_not_made_by_a_slip_of_the_pen()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var mistyped = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "proofsga" };

        var (exitCode, errors) = await RunAsync(mistyped.ConnectionString);

        Assert.That(exitCode, Is.EqualTo(MigrateExitCode.DatabaseFailed));
        Assert.That(errors, Does.Contain("\"proofsga\" does not exist"));
    }

    [Test]
    public async Task A_file_that_a_running_host_has_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("proofsaga-migrate-").FullName;
        using (FolderLock.TryTake(folder))
        {
            var (exitCode, errors) = await RunAsync($"sqlite:{Path.Combine(folder, "proofsaga.db")}");

            Assert.That(exitCode, Is.EqualTo(MigrateExitCode.DatabaseFailed));
            Assert.That(errors, Does.Contain("stop it first"));
        }

        Directory.Delete(folder, recursive: true);
    }

    static async Task<(int ExitCode, string Errors)> RunAsync(string? address)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var options = new MigrateOptions(address, Target: null, OnlyLists: false, MayDrop: false);
        return (await new Migration(output, errors).RunAsync(options, CancellationToken.None), $"{errors}");
    }
}
