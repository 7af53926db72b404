using System.Data;
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Surface;

/// <summary>Each form of registration that the official package documents stores, loads and finds a saga.</summary>
sealed class When_a_saga_repository_is_registered(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public Task With_a_context_that_it_registers() =>
        StoresSagasAsync(bus =>
            bus.AddSagaStateMachine<CounterStateMachine, Counter>()
                .EntityFrameworkRepository(r =>
                {
                    r.ConcurrencyMode = ConcurrencyMode.Optimistic;
                    r.AddDbContext<DbContext, ShopDbContext>((provider, builder) => Store.Configure(builder));
                    if (Store.IsPostgres)
                        r.UsePostgres();
                    else
                        r.UseSqlite();
                })
        );

    [Test]
    public Task With_an_existing_context_and_a_lock_statement_provider() =>
        StoresSagasAsync(bus =>
        {
            bus.AddDbContext<ShopDbContext>(Store.Configure);
            bus.AddSagaStateMachine<CounterStateMachine, Counter>()
                .EntityFrameworkRepository(r =>
                {
                    r.ExistingDbContext<ShopDbContext>();
                    r.LockStatementProvider = Store.IsPostgres
                        ? new PostgresLockStatementProvider()
                        : new SqliteLockStatementProvider();
                    r.IsolationLevel = IsolationLevel.RepeatableRead;
                    r.CustomizeQuery(sagas => sagas.Where(saga => saga.Count >= 0));
                });
        });

    [Test]
    public Task With_a_factory_of_contexts() =>
        StoresSagasAsync(bus =>
            bus.AddSagaStateMachine<CounterStateMachine, Counter>()
                .EntityFrameworkRepository(r =>
                {
                    r.SetOptimisticConcurrency(useTransaction: false);
                    r.DatabaseFactory(provider => () => Store.Open());
                })
        );

    [Test]
    public Task With_a_provider_for_every_saga() =>
        StoresSagasAsync(bus =>
        {
            bus.AddDbContext<ShopDbContext>(Store.Configure);
            bus.SetEntityFrameworkSagaRepositoryProvider(r =>
            {
                r.ExistingDbContext<ShopDbContext>();
                if (Store.IsPostgres)
                    r.UsePostgres();
                else
                    r.UseSqlite();
            });
            bus.AddSagaStateMachine<CounterStateMachine, Counter>();
        });

    [Test]
    public Task With_a_repository_that_makes_its_own_context() =>
        StoresSagasAsync(bus =>
        {
            var repository = bus.CreateEntityFrameworkSagaRepository(Store.Configure);
            bus.AddSagaStateMachine<CounterStateMachine, Counter>()
                .EntityFrameworkRepository(
                    repository,
                    r => r.ConcurrencyMode = ConcurrencyMode.Optimistic,
                    saga =>
                    {
                        saga.ToTable("Counters");
                        saga.Property(counter => counter.Version).IsConcurrencyToken();
                    }
                );
        });

    async Task StoresSagasAsync(Action<IBusRegistrationConfigurator> register)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(new CounterOptions(InsertsOnInitial: false));
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            register(bus);
            bus.AddConfigureEndpointsCallback(
                (_, _, endpoint) => endpoint.UseMessageRetry(retry => retry.Immediate(5))
            );
            bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        });
        using var host = builder.Build();
        await host.StartAsync();
        var correlationId = NewId.NextGuid();

        await host.Services.GetRequiredService<IBus>().Publish(new CountUp(correlationId));
        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == 1));
        await host.Services.GetRequiredService<IBus>().Publish(new CountUp(correlationId));
        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == 2));

        await using var scope = host.Services.CreateAsyncScope();
        var loaded = await scope.ServiceProvider.GetRequiredService<ILoadSagaRepository<Counter>>().Load(correlationId);
        var found = await scope
            .ServiceProvider.GetRequiredService<IQuerySagaRepository<Counter>>()
            .Find(new SagaQuery<Counter>(counter => counter.Count == 2));
        await host.StopAsync();
        Assert.Multiple(() =>
        {
            Assert.That(loaded.Count, Is.EqualTo(2));
            Assert.That(found, Is.EqualTo(new[] { correlationId }));
        });
    }
}
