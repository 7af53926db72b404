using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Provider.Tests.RabbitMq;

/// <summary>A scenario of messages that go through an outbox to RabbitMQ; it holds on both databases.</summary>
abstract class RabbitMqScenario(DatabaseKind kind) : ProviderScenario(kind)
{
    protected TestVirtualHost Broker { get; private set; } = null!;

    protected BrokerNode Node { get; private set; } = null!;

    protected Inbound<OrderPlaced> Placed { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        Placed = new Inbound<OrderPlaced>();
        Node = await BrokerNode.StartAsync(
            Store,
            Broker.Uri,
            new BrokerNodeSettings
            {
                Register = bus =>
                {
                    bus.AddConsumer<PlaceOrderConsumer>();
                    bus.AddConsumer<Inbound<OrderPlaced>>()
                        .Endpoint(endpoint =>
                        {
                            endpoint.Name = "far-end";
                            // what is fetched together may overtake each other on the way to the consumer
                            endpoint.PrefetchCount = 1;
                        });
                },
                UsesOutbox = name => name != "far-end",
                ConfigureServices = services => services.AddSingleton(Placed),
            }
        );
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Node.DisposeAsync();
        await Broker.DisposeAsync();
    }

    /// <summary>Sends from a scope through the bus outbox, as a web request would.</summary>
    protected async Task SendAsync<T>(string address, T message, Action<SendContext<T>>? configure = null)
        where T : class
    {
        await using var scope = Node.Services.CreateAsyncScope();
        var endpoints = scope.ServiceProvider.GetRequiredService<ISendEndpointProvider>();
        var endpoint = await endpoints.GetSendEndpoint(new Uri(address));
        await endpoint.Send(message, context => configure?.Invoke(context));
        await scope.ServiceProvider.GetRequiredService<ShopDbContext>().SaveChangesAsync();
    }
}
