using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Surface;

sealed class When_a_repository_is_made_without_a_container(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public Task An_optimistic_one_stores_loads_and_finds_sagas() =>
        StoresSagasAsync(EntityFrameworkSagaRepository<Counter>.CreateOptimistic(() => Store.Open()));

    [Test]
    public Task A_pessimistic_one_stores_loads_and_finds_sagas() =>
        StoresSagasAsync(
            EntityFrameworkSagaRepository<Counter>.CreatePessimistic(
                () => Store.Open(),
                Store.IsPostgres ? new PostgresLockStatementProvider(false) : new SqliteLockStatementProvider(false)
            )
        );

    [Test]
    public void A_pessimistic_one_has_to_be_told_its_database() =>
        Assert.That(
            () => EntityFrameworkSagaRepository<Counter>.CreatePessimistic(() => Store.Open()),
            Throws.InstanceOf<ConfigurationException>().With.Message.Contains("PostgresLockStatementProvider")
        );

    async Task StoresSagasAsync(ISagaRepository<Counter> repository)
    {
        var machine = new CounterStateMachine(new CounterOptions(InsertsOnInitial: true));
        var bus = Bus.Factory.CreateUsingInMemory(memory =>
            memory.ReceiveEndpoint("counter", endpoint => endpoint.StateMachineSaga(machine, repository))
        );
        await bus.StartAsync();
        var correlationId = NewId.NextGuid();

        await bus.Publish(new CountUp(correlationId));
        await Store.UntilAsync(shop => shop.Counters.AnyAsync(counter => counter.Count == 1));
        await bus.StopAsync();

        var loaded = await ((ILoadSagaRepository<Counter>)repository).Load(correlationId);
        var found = await ((IQuerySagaRepository<Counter>)repository).Find(
            new SagaQuery<Counter>(counter => counter.CurrentState == nameof(CounterStateMachine.Counting))
        );
        Assert.Multiple(() =>
        {
            Assert.That(loaded.Count, Is.EqualTo(1));
            Assert.That(found, Is.EqualTo(new[] { correlationId }));
        });
    }
}
