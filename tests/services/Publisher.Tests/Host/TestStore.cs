using ProofSaga.Persistence;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Publisher.Tests.Host;

/// <summary>A data folder and a database that outlive the publishers which a test starts on them.</summary>
sealed class TestStore : IAsyncDisposable
{
    readonly TestDatabase? postgres;

    TestStore(TestDatabase? postgres)
    {
        this.postgres = postgres;
        Folder = Directory.CreateTempSubdirectory("proofsaga-publisher-").FullName;
    }

    public string Folder { get; }

    /// <summary>What publishers on this store said: any of them may deliver from the outbox that they share.</summary>
    public Answers Answers { get; } = new();

    public string DatabaseUrl => postgres?.ConnectionString ?? $"sqlite:{Path.Combine(Folder, "proofsaga.db")}";

    public static async Task<TestStore> CreateAsync(DatabaseKind kind = DatabaseKind.Sqlite) =>
        new(kind == DatabaseKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null);

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
