using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Publisher.Tests.Host;

/// <summary>One chain for the tests of a class; a database of its own for each test.</summary>
abstract class PublisherFixture(DatabaseKind database = DatabaseKind.Sqlite)
{
    protected LocalChainFixture Chain { get; private set; } = null!;

    protected ProofRegistryClient Registry { get; private set; } = null!;

    protected TestStore Store { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartChain()
    {
        Chain = await LocalChainFixture.StartAsync();
        Registry = await Chain.DeployRegistryAsync(ProofSamples.ProductCircuit);
    }

    [OneTimeTearDown]
    public async Task StopChain() => await Chain.DisposeAsync();

    [SetUp]
    public async Task CreateStore() => Store = await TestStore.CreateAsync(database);

    [TearDown]
    public async Task DropStore() => await Store.DisposeAsync();

    protected Task<PublisherHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = PublisherHost.On(Chain.Chain.RpcUrl);
        foreach (var (key, value) in settings)
            all[key] = value;
        return PublisherHost.StartAsync(Store, all);
    }

    /// <summary>The events by which a proof was published or attested, as the chain has them.</summary>
    protected async Task<IReadOnlyList<FilterLog>> EventsAsync(Guid proofId)
    {
        var logs = await Chain.Client.GetLogsAsync(
            new LogFilter
            {
                Address = Registry.Address,
                FromBlock = BlockParameter.Earliest,
                Topics = [null, RegistryIds.Proof(proofId)],
            }
        );
        return [.. logs.Where(log => log.Topics[0] != PublicationRefusedEvent.Topic)];
    }
}
