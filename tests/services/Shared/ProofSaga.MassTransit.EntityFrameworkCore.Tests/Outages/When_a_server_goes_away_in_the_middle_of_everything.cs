using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ProofSaga.Hosting.Messaging;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Outages;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>
/// Two nodes take orders, handle them and hear of them, while a server is away for some seconds: it leaves when one of them has a transaction open, one has
/// committed and not yet sent, one delivers and one claims.
/// </summary>
sealed class When_a_server_goes_away_in_the_middle_of_everything
{
    /// <summary>Outboxes that were being sent fail one by one, each with its own destination; delivery as a whole and reconnections back off.</summary>
    const int WarningsOfComponentPerOutage = 40;

    /// <summary>MassTransit reconnects after 3 s, 6 s, … at most every 30 s.</summary>
    static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    Servers servers = null!;

    [OneTimeSetUp]
    public async Task StartServersAsync() => servers = await Servers.StartAsync();

    [OneTimeTearDown]
    public async Task StopServersAsync() => await servers.DisposeAsync();

    [Test]
    public async Task Nodes_stay_up_and_go_on_by_themselves_and_nothing_is_lost_or_done_twice([Values] Outage outage)
    {
        await using var store = await TestStore.CreateAsync(servers.Postgres.Server);
        await using var broker = await servers.RabbitMq.Server.CreateVirtualHostAsync();
        var breakpoints = new Breakpoints();
        await using var first = await StartNodeAsync(store, broker.Uri, breakpoints);
        await using var second = await StartNodeAsync(store, broker.Uri, breakpoints);
        using var traffic = new OrderTraffic(first, second);
        await breakpoints.ReachedAsync().WaitAsync(Eventually.Patience);

        await servers.BeginAsync(outage);
        breakpoints.Release();
        var away = Task.Delay(OutageLength.Value, TimeProvider.System);
        if (outage is Outage.BrokerStopped or Outage.BothKilled)
            await Task.WhenAll(AssertUnreadyAsync(first), AssertUnreadyAsync(second));
        await away;
        await servers.EndAsync(outage);

        await traffic.MoreAcceptedAsync(orders: 20);
        await traffic.EndAsync();
        await AllIsDoneAsync(store, traffic.Accepted.ToHashSet());
        await AssertReadyAsync(first);
        await AssertReadyAsync(second);
        await AssertOnceAsync(store, traffic);
        Assert.That(await broker.CountMessagesAsync("PausingPlaceOrder_error"), Is.Zero);
        Assert.That(await broker.CountMessagesAsync("CountPlacement_error"), Is.Zero);
        AssertUpAndQuiet(first);
        AssertUpAndQuiet(second);
    }

    static async Task<BrokerNode> StartNodeAsync(TestStore store, Uri rabbitMq, Breakpoints breakpoints)
    {
        var node = await BrokerNode.StartAsync(
            store,
            rabbitMq,
            new BrokerNodeSettings
            {
                // the other node's safety net, and a lease that ends soon
                QueryDelay = TimeSpan.FromSeconds(1),
                MessageDeliveryTimeout = TimeSpan.FromSeconds(3),
                Register = bus =>
                {
                    bus.AddConsumer<PausingPlaceOrderConsumer>();
                    bus.AddConsumer<CountPlacementConsumer>();
                },
                ConfigureDbContext = options => options.AddInterceptors(breakpoints),
                ConfigureServices = services =>
                    services.AddSingleton(breakpoints).AddReceiveObserver<InterruptedDelivery>(),
                Retry = retry => retry.Interval(1000, TimeSpan.FromSeconds(2)),
            }
        );
        node.Sends.Before = breakpoints.BeforeSendAsync;
        return node;
    }

    static async Task AssertUnreadyAsync(BrokerNode node) =>
        await Eventually.GetAsync(
            node.HealthAsync,
            health => health.Status != HealthStatus.Healthy,
            "a node is not ready"
        );

    static async Task AssertReadyAsync(BrokerNode node) =>
        await Eventually.GetAsync(
            node.HealthAsync,
            health => health.Status == HealthStatus.Healthy,
            "it is ready",
            Recovery
        );

    static async Task AllIsDoneAsync(TestStore store, HashSet<Guid> accepted) =>
        await Eventually.GetAsync(
            () =>
                store.ReadAsync(async shop =>
                    (
                        Missing: accepted
                            .Except(await shop.Counters.Select(c => c.CorrelationId).ToListAsync())
                            .Count(),
                        Unsent: await shop.Outgoing.CountAsync(),
                        Open: await shop.Outboxes.CountAsync()
                    )
                ),
            left => left is (0, 0, 0),
            "everything is done",
            Recovery
        );

    /// <summary>Also for orders of which their caller knows nothing: they were accepted or not, never twice.</summary>
    static async Task AssertOnceAsync(TestStore store, OrderTraffic traffic)
    {
        var orders = await store.ReadAsync(shop => shop.Orders.Select(order => order.Id).ToListAsync());
        var counters = await store.ReadAsync(shop => shop.Counters.ToListAsync());
        Assert.That(traffic.Accepted, Is.SubsetOf(orders));
        Assert.That(counters.Select(counter => counter.CorrelationId), Is.EquivalentTo(orders));
        Assert.That(counters.Select(counter => counter.Count), Is.All.EqualTo(1));
    }

    static void AssertUpAndQuiet(BrokerNode node)
    {
        Assert.That(node.IsStopping, Is.False);
        var warnings = node
            .Log.Events.Where(logged => logged.Level is LogLevel.Warning or LogLevel.Error or LogLevel.Critical)
            // these answer a question each
            .Where(logged => logged.Category != typeof(HealthCheckService).Namespace + ".DefaultHealthCheckService")
            .CountBy(logged => logged.Category)
            .ToList();
        foreach (var (component, count) in warnings)
            TestContext.Out.WriteLine($"{count, 4} warnings of {component}");
        Assert.That(warnings.Select(count => count.Value), Is.All.LessThan(WarningsOfComponentPerOutage));
    }
}
