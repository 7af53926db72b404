using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Provider.Tests.Requests;

/// <summary>A scenario that holds on both databases, with a bus in memory and on RabbitMQ.</summary>
[TestFixture(DatabaseKind.Sqlite, false)]
[TestFixture(DatabaseKind.Postgres, false)]
[TestFixture(DatabaseKind.Sqlite, true)]
[TestFixture(DatabaseKind.Postgres, true)]
abstract class RequestScenario(DatabaseKind database, bool rabbitMq)
{
    TestVirtualHost? broker;

    protected TestStore Store { get; private set; } = null!;

    protected BrokerNode Node { get; private set; } = null!;

    protected Inbound<OrderPlaced> Placed { get; private set; } = null!;

    protected Inbound<Fault<AskPrice>> Faults { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Store = await TestStore.CreateAsync(database);
        broker = rabbitMq ? await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync() : null;
        (Placed, Faults) = (new Inbound<OrderPlaced>(), new Inbound<Fault<AskPrice>>());
        Node = await BrokerNode.StartAsync(
            Store,
            broker?.Uri,
            new BrokerNodeSettings
            {
                Register = bus =>
                {
                    Register(bus);
                    bus.AddConsumer<Inbound<OrderPlaced>>().Endpoint(endpoint => endpoint.Name = "far-end");
                    bus.AddConsumer<Inbound<Fault<AskPrice>>>().Endpoint(endpoint => endpoint.Name = "complaints");
                },
                UsesOutbox = name => name is not ("far-end" or "complaints" or QuoteConsumer.Name),
                ConfigureServices = services =>
                {
                    services.AddSingleton(Placed);
                    services.AddSingleton(Faults);
                },
                Retry = retry => retry.Immediate(1),
            }
        );
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Node.DisposeAsync();
        if (broker is not null)
            await broker.DisposeAsync();
        await Store.DisposeAsync();
    }

    protected abstract void Register(IBusRegistrationConfigurator bus);
}
