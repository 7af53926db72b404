using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>A database for one test, with the model's tables.</summary>
sealed class TestStore : IAsyncDisposable
{
    static readonly Lock Gate = new();

    /// <summary>What the databases of the shared server are copied from: that is a fraction of the work of making tables and indexes.</summary>
    static Task<TestDatabase>? template;

    readonly TestDatabase? postgres;
    readonly string? file;

    TestStore(TestDatabase? postgres, string? file)
    {
        this.postgres = postgres;
        this.file = file;
    }

    public bool IsPostgres => postgres is not null;

    /// <summary>For another process.</summary>
    public string ConnectionString => postgres?.ConnectionString ?? $"Data Source={file}";

    public static async Task<TestStore> CreateAsync(DatabaseKind kind) =>
        kind == DatabaseKind.Postgres
            ? new TestStore(await (await TemplateAsync()).CopyAsync(), null)
            : await WithTablesAsync(
                new TestStore(null, Path.Combine(Path.GetTempPath(), $"proofsaga_test_{Guid.NewGuid():N}.db"))
            );

    /// <summary>A database of this server.</summary>
    public static async Task<TestStore> CreateAsync(PostgresServer server) =>
        await WithTablesAsync(new TestStore(await server.CreateDatabaseAsync(), null));

    /// <summary>Once no more stores are created.</summary>
    public static async Task DropTemplateAsync()
    {
        if (template is not null)
            await (await template).DisposeAsync();
    }

    static Task<TestDatabase> TemplateAsync()
    {
        lock (Gate)
            return template ??= CreateTemplateAsync();
    }

    static async Task<TestDatabase> CreateTemplateAsync()
    {
        var store = await CreateAsync(await PostgresServer.SharedAsync());
        return store.postgres!;
    }

    static async Task<TestStore> WithTablesAsync(TestStore store)
    {
        await using var context = store.Open();
        await context.Database.EnsureCreatedAsync();
        return store;
    }

    public void Configure(DbContextOptionsBuilder builder)
    {
        if (postgres is not null)
            builder.UseNpgsql(ConnectionString);
        else
            builder.UseSqlite(ConnectionString);
    }

    /// <summary>A context of its own, to look at what is stored.</summary>
    public ShopDbContext Open()
    {
        var builder = new DbContextOptionsBuilder<ShopDbContext>();
        Configure(builder);
        return new ShopDbContext(builder.Options);
    }

    public async Task<T> ReadAsync<T>(Func<ShopDbContext, Task<T>> read)
    {
        await using var context = Open();
        return await read(context);
    }

    /// <summary>Waits until something is true of what is stored.</summary>
    public async Task UntilAsync(Func<ShopDbContext, Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await ReadAsync(isTrue))
            await timer.WaitForNextTickAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
            return;
        }

        await using (var connection = new SqliteConnection(ConnectionString))
            SqliteConnection.ClearPool(connection);
        foreach (var path in new[] { file!, $"{file}-wal", $"{file}-shm" })
            File.Delete(path);
    }
}
