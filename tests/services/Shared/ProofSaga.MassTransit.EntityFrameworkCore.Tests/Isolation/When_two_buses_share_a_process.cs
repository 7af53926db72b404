using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Transports;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>The shop's context and outbox on the bus, the depot's on a second bus.</summary>
sealed class When_two_buses_share_a_process(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task Each_outbox_goes_out_on_its_own_bus()
    {
        await using var node = await StartAsync();
        var atDepot = node.Services.GetRequiredService<Inbound<CountedUp>>();
        var order = NewId.NextGuid();

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new OrderPlaced(order));
                await shop.SaveChangesAsync();
            }
        );
        await using (var scope = node.Services.CreateAsyncScope())
        {
            var publisher = scope.ServiceProvider.GetRequiredService<Bind<ISecondBus, IPublishEndpoint>>().Value;
            await publisher.Publish(new PlaceOrder(order, 2));
            await scope.ServiceProvider.GetRequiredService<DepotDbContext>().SaveChangesAsync();
        }

        await node.Placed.NextAsync();
        await atDepot.NextAsync(2);
        await UntilDepotIsEmptyAsync(node);
        await Store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
        var depotBus = node.Services.GetRequiredService<ISecondBus>();
        Assert.Multiple(() =>
        {
            Assert.That(node.Placed.Waiting, Is.Zero, "the depot's messages stay on its bus");
            Assert.That(atDepot.Waiting, Is.Zero);
            Assert.That(node.Bus.Address, Is.Not.EqualTo(depotBus.Address));
            Assert.That(
                node.Services.GetServices<IHostedService>().Select(service => service.GetType()),
                Is.SupersetOf(
                    new[]
                    {
                        typeof(BusOutboxDeliveryService<ShopDbContext>),
                        typeof(BusOutboxDeliveryService<DepotDbContext>),
                        typeof(InboxCleanupService<ShopDbContext>),
                        typeof(InboxCleanupService<DepotDbContext>),
                    }
                )
            );
        });
    }

    [Test]
    public async Task Each_bus_has_its_own_scheduler()
    {
        await using var node = await StartAsync();
        var atDepot = node.Services.GetRequiredService<Inbound<CountedUp>>();
        var atDepotId = NewId.NextGuid();
        var inShop = NewId.NextGuid();
        var dueTime = TimeProvider.System.GetUtcNow().UtcDateTime;

        await using (var scope = node.Services.CreateAsyncScope())
        {
            var scheduler = scope.ServiceProvider.GetRequiredService<Bind<ISecondBus, IMessageScheduler>>().Value;
            await scheduler.SchedulePublish(dueTime, new CountedUp(atDepotId, 1));
            await scope.ServiceProvider.GetRequiredService<DepotDbContext>().SaveChangesAsync();
        }

        await using (var scope = node.Services.CreateAsyncScope())
        {
            var scheduler = scope.ServiceProvider.GetRequiredService<IMessageScheduler>();
            await scheduler.SchedulePublish(dueTime, new OrderPlaced(inShop));
            await scope.ServiceProvider.GetRequiredService<ShopDbContext>().SaveChangesAsync();
        }

        Assert.That((await atDepot.NextAsync()).Message.CorrelationId, Is.EqualTo(atDepotId));
        Assert.That((await node.Placed.NextAsync()).Message.OrderId, Is.EqualTo(inShop));
        await UntilDepotIsEmptyAsync(node);
        await Store.UntilAsync(async shop => !await shop.Outgoing.AnyAsync());
    }

    [Test]
    public async Task A_consumer_schedules_for_another_bus_in_a_scope_of_its_own_only()
    {
        await using var node = await StartAsync();
        var orderId = NewId.NextGuid();

        await node.Bus.Publish(new CountUp(orderId));

        var told = (await node.Placed.NextAsync()).Message;
        var atDepot = await node.Services.GetRequiredService<Inbound<CountedUp>>().NextAsync();
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.EqualTo(new OrderPlaced(orderId, ForwardingConsumer.Refused)));
            Assert.That(atDepot.Message.CorrelationId, Is.EqualTo(orderId));
        });
    }

    [Test]
    public void A_context_cannot_have_an_outbox_on_two_buses()
    {
        var services = new ServiceCollection();
        services.AddMassTransit(bus => bus.AddEntityFrameworkOutbox<ShopDbContext>(outbox => outbox.UsePostgres()));

        // AddMassTransit<TBus> wraps what its callback throws
        var refused = Assert
            .Catch(() =>
                services.AddMassTransit<ISecondBus>(bus =>
                    bus.AddEntityFrameworkOutbox<ShopDbContext>(outbox => outbox.UsePostgres())
                )
            )!
            .GetBaseException();

        Assert.That(refused, Is.InstanceOf<ConfigurationException>());
        Assert.That(refused.Message, Does.Contain("ShopDbContext").And.Contain("ISecondBus"));
    }

    Task<Node> StartAsync() =>
        Node.StartAsync(
            Store,
            new NodeSettings
            {
                Register = bus =>
                {
                    bus.AddEntityFrameworkMessageScheduler<ShopDbContext>();
                    bus.AddConsumer<ForwardingConsumer>();
                    AddDepot(bus);
                },
            }
        );

    void AddDepot(IServiceCollection services)
    {
        services.AddSingleton<Inbound<CountedUp>>();
        services.AddDbContext<DepotDbContext>(ConfigureDepot);
        using (var depot = services.BuildServiceProvider().GetRequiredService<DepotDbContext>())
            depot.GetService<IRelationalDatabaseCreator>().CreateTables();
        services.AddMassTransit<ISecondBus>(bus =>
        {
            bus.AddEntityFrameworkOutbox<DepotDbContext>(outbox =>
            {
                if (Store.IsPostgres)
                    outbox.UsePostgres();
                else
                    outbox.UseSqlite();
                outbox.QueryDelay = TimeSpan.FromHours(1);
                outbox.UseBusOutbox();
            });
            bus.AddEntityFrameworkMessageScheduler<DepotDbContext>();
            bus.AddConsumer<DepotConsumer>();
            bus.AddConfigureEndpointsCallback(
                (context, _, endpoint) => endpoint.UseEntityFrameworkOutbox<DepotDbContext>(context)
            );
            bus.UsingInMemory(
                (context, memory) =>
                {
                    memory.Host(new Uri("loopback://depot/"));
                    memory.ReceiveEndpoint(
                        "depot-end",
                        endpoint => endpoint.Instance(context.GetRequiredService<Inbound<CountedUp>>())
                    );
                    memory.ConfigureEndpoints(context);
                }
            );
        });
    }

    void ConfigureDepot(DbContextOptionsBuilder options)
    {
        using var shop = Store.Open();
        var shopDatabase = shop.Database.GetConnectionString()!;
        if (Store.IsPostgres)
            options.UseNpgsql(shopDatabase);
        else
            options.UseSqlite(DepotConnection(shopDatabase).ConnectionString);
    }

    [TearDown]
    public void DeleteDepot()
    {
        if (Store.IsPostgres)
            return;
        using var shop = Store.Open();
        var depot = DepotConnection(shop.Database.GetConnectionString()!);
        using (var connection = new SqliteConnection(depot.ConnectionString))
            SqliteConnection.ClearPool(connection);
        var file = depot.DataSource;
        foreach (var path in new[] { file, $"{file}-wal", $"{file}-shm" })
            File.Delete(path);
    }

    static SqliteConnectionStringBuilder DepotConnection(string shopDatabase)
    {
        var depot = new SqliteConnectionStringBuilder(shopDatabase);
        depot.DataSource += ".depot";
        return depot;
    }

    static async Task UntilDepotIsEmptyAsync(Node node)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            await using var scope = node.Services.CreateAsyncScope();
            var depot = scope.ServiceProvider.GetRequiredService<DepotDbContext>();
            if (!await depot.Set<OutboxMessage>().AnyAsync(patience.Token))
                return;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Answers inside the depot's outbox: on the second bus too.</summary>
    sealed class DepotConsumer : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            for (var number = 1; number <= context.Message.Announcements; number++)
                await context.Publish(new CountedUp(context.Message.OrderId, number));
        }
    }

    /// <summary>A consumer of the first bus that schedules for the second: first in its own scope, which is refused.</summary>
    sealed class ForwardingConsumer(IServiceProvider own) : IConsumer<CountUp>
    {
        public const int Refused = 1;

        public async Task Consume(ConsumeContext<CountUp> context)
        {
            try
            {
                _ = own.GetRequiredService<Bind<ISecondBus, IMessageScheduler>>().Value;
            }
            catch (InvalidOperationException refusal)
                when (refusal.Message.Contains(nameof(ISecondBus), StringComparison.Ordinal))
            {
                await context.Publish(new OrderPlaced(context.Message.CorrelationId, Refused));
            }

            await using var scope = own.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            var scheduler = scope.ServiceProvider.GetRequiredService<Bind<ISecondBus, IMessageScheduler>>().Value;
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            await scheduler.SchedulePublish(now, new CountedUp(context.Message.CorrelationId, 1));
            await scope.ServiceProvider.GetRequiredService<DepotDbContext>().SaveChangesAsync();
        }
    }
}
