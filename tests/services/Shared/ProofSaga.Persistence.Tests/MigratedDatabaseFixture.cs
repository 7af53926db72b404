using ProofSaga.Persistence.Tests.Migrations;

namespace ProofSaga.Persistence.Tests;

/// <summary>A database of its own for each test, with every migration applied.</summary>
public abstract class MigratedDatabaseFixture(DatabaseKind kind)
{
    protected DatabaseKind Kind { get; } = kind;

    private protected EmptyDatabase Database { get; private set; } = null!;

    [SetUp]
    public async Task Migrate()
    {
        Database = await EmptyDatabase.CreateAsync(Kind);
        await Database.MigrateAsync();
    }

    [TearDown]
    public async Task Delete() => await Database.DisposeAsync();
}
