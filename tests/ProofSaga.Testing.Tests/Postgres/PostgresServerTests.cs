using Npgsql;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Testing.Tests.Postgres;

public class PostgresServerTests
{
    [Test]
    public async Task Two_databases_do_not_see_each_other()
    {
        var server = await PostgresServer.SharedAsync();
        await using var first = await server.CreateDatabaseAsync();
        await using var second = await server.CreateDatabaseAsync();

        await ExecuteAsync(first.ConnectionString, "CREATE TABLE notes (id int)");

        Assert.That(await TableExistsAsync(first.ConnectionString), Is.True);
        Assert.That(await TableExistsAsync(second.ConnectionString), Is.False);
    }

    [Test]
    public async Task A_copy_has_what_the_original_had()
    {
        var server = await PostgresServer.SharedAsync();
        await using var original = await server.CreateDatabaseAsync();
        await using (var pooled = new NpgsqlConnection(original.ConnectionString))
        {
            await pooled.OpenAsync();
            await using var create = new NpgsqlCommand("CREATE TABLE notes (id int)", pooled);
            await create.ExecuteNonQueryAsync();
        }

        await using var copy = await original.CopyAsync();

        Assert.That(await TableExistsAsync(copy.ConnectionString), Is.True);
    }

    [Test]
    public async Task A_database_is_dropped_although_somebody_is_connected_to_it()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();

        await database.DisposeAsync();

        await using var other = await server.CreateDatabaseAsync();
        var remaining = await ExecuteAsync(
            other.ConnectionString,
            $"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'"
        );
        Assert.That(remaining, Is.Zero);
    }

    static async Task<bool> TableExistsAsync(string connectionString) =>
        await ExecuteAsync(connectionString, "SELECT to_regclass('notes') IS NOT NULL") is true;

    static async Task<object?> ExecuteAsync(string connectionString, string statement)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(statement);
        return await command.ExecuteScalarAsync();
    }
}
