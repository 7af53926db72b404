using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Orchestrator;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>A database of its own for one test, empty at first.</summary>
sealed class EmptyDatabase : IAsyncDisposable
{
    readonly DatabaseAddress address;
    readonly Func<ValueTask> delete;

    EmptyDatabase(DatabaseAddress address, Func<ValueTask> delete)
    {
        this.address = address;
        this.delete = delete;
    }

    public static async Task<EmptyDatabase> CreateAsync(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Postgres)
        {
            var server = await PostgresServer.SharedAsync();
            var database = await server.CreateDatabaseAsync();
            return new EmptyDatabase(DatabaseAddress.Parse(database.ConnectionString), database.DisposeAsync);
        }

        var folder = Directory.CreateTempSubdirectory("proofsaga-schema-").FullName;
        return new EmptyDatabase(
            DatabaseAddress.SqliteFile(Path.Combine(folder, "proofsaga.db")),
            () =>
            {
                SqliteConnection.ClearAllPools();
                Directory.Delete(folder, recursive: true);
                return ValueTask.CompletedTask;
            }
        );
    }

    /// <param name="target">As <see cref="DatabaseMigrator.MigrateAsync"/> takes it.</param>
    public async Task MigrateAsync(string? target = null)
    {
        await using var db = CreateContext();
        await new DatabaseMigrator(db, address).MigrateAsync(target);
    }

    /// <summary>Makes the tables straight from the model, as if there were no migrations.</summary>
    public async Task CreateFromModelAsync()
    {
        await using var db = CreateContext();
        await db.Database.EnsureCreatedAsync();
    }

    /// <returns>Lines that describe every column, key and index but those of EF's own tables, sorted.</returns>
    public async Task<IReadOnlyList<string>> DescribeSchemaAsync()
    {
        await using var db = CreateContext();
        var query = address.Kind == DatabaseKind.Postgres ? PostgresSchema.Query : SqliteSchema.Query;
        var lines = await db.Database.SqlQueryRaw<string>(query).ToListAsync();
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public ProofSagaDbContext CreateContext()
    {
        var options = new DbContextOptionsBuilder<ProofSagaDbContext>();
        options.UseDatabase(address);
        return new ProofSagaDbContext(options.Options, [new ProofJobStateMap()]);
    }

    public ValueTask DisposeAsync() => delete();
}
