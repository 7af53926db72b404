namespace ProofSaga.Provider.Tests.Support;

/// <summary>A scenario that holds on both databases.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
abstract class ProviderScenario(DatabaseKind kind)
{
    protected TestStore Store { get; private set; } = null!;

    [SetUp]
    public async Task CreateStoreAsync() => Store = await TestStore.CreateAsync(kind);

    [TearDown]
    public async Task DropStoreAsync() => await Store.DisposeAsync();
}
