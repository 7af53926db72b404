using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
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

    /// <summary>A database that is not there yet, on the server of another one; dropped in the end.</summary>
    public static EmptyDatabase OnPostgres(string server, string name)
    {
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false };
        return new EmptyDatabase(
            DatabaseAddress.Parse(connection.ConnectionString),
            async () =>
            {
                await using var source = NpgsqlDataSource.Create(server);
                await using var drop = source.CreateCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                await drop.ExecuteNonQueryAsync();
            }
        );
    }

    /// <param name="target">As <see cref="DatabaseMigrator.MigrateAsync"/> takes it.</param>
    public async Task MigrateAsync(string? target = null, CancellationToken cancellationToken = default)
    {
        await using var db = CreateContext();
        await new DatabaseMigrator(db, address).MigrateAsync(target, cancellationToken);
    }

    public async Task<MigrationPlan> PlanAsync(string? target = null)
    {
        await using var db = CreateContext();
        return await new DatabaseMigrator(db, address).PlanAsync(target);
    }

    public async Task<IReadOnlyList<MigrationState>> ListAsync()
    {
        await using var db = CreateContext();
        return await new DatabaseMigrator(db, address).ListAsync();
    }

    public async Task ExecuteAsync(string statement)
    {
        await using var db = CreateContext();
        await db.Database.ExecuteSqlRawAsync(statement);
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
        options.UseDatabase(address, new ProofJobStateMap());
        return new ProofSagaDbContext(options.Options);
    }

    public ValueTask DisposeAsync() => delete();
}
