namespace ProofSaga.Provider.Tests.Support;

/// <summary>A scenario that only Postgres can have.</summary>
[TestFixture]
abstract class PostgresScenario
{
    protected TestStore Store { get; private set; } = null!;

    [SetUp]
    public async Task CreateStoreAsync() => Store = await TestStore.CreateAsync(DatabaseKind.Postgres);

    [TearDown]
    public async Task DropStoreAsync() => await Store.DisposeAsync();
}
