using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests;

/// <summary>What all fixtures share.</summary>
[SetUpFixture]
sealed class SharedDatabases
{
    [OneTimeTearDown]
    public Task DropAsync() => TestStore.DropTemplateAsync();
}
