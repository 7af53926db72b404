using Npgsql;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Testing.Tests.Postgres;

/// <summary>A server of a test's own can go away and come back as the same one.</summary>
public class PrivatePostgresTests
{
    [Test]
    public async Task A_stopped_server_answers_nobody_and_knows_its_data_when_it_is_back()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var database = await postgres.Server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE notes (id int)");

        await AssertKeepsDataAsync(postgres, database, postgres.StopAsync);
        await AssertKeepsDataAsync(postgres, database, postgres.KillAsync);
    }

    static async Task AssertKeepsDataAsync(PrivatePostgres postgres, TestDatabase database, Func<Task> end)
    {
        const string CountNotes = "SELECT count(*) FROM notes";
        await ExecuteAsync(database, "INSERT INTO notes VALUES (42)");
        var notes = await ExecuteAsync(database, CountNotes);

        await end();

        Assert.That(() => ExecuteAsync(database, CountNotes), Throws.InstanceOf<NpgsqlException>());
        await postgres.StartAgainAsync();
        Assert.That(await ExecuteAsync(database, CountNotes), Is.EqualTo(notes));
    }

    static async Task<object?> ExecuteAsync(TestDatabase database, string statement)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(statement);
        return await command.ExecuteScalarAsync();
    }
}
