using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Saga;

sealed class When_a_saga_is_finalized(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task Its_row_is_deleted([Values] ConcurrencyMode mode, [Values] bool withOutbox)
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings
            {
                UsesOutboxOnEndpoints = withOutbox,
                Register = bus =>
                    bus.AddSagaStateMachine<TwoStepStateMachine, Counter>()
                        .EntityFrameworkRepository(repository =>
                        {
                            repository.ConcurrencyMode = mode;
                            repository.ExistingDbContext<ShopDbContext>();
                            if (Store.IsPostgres)
                                repository.UsePostgres();
                            else
                                repository.UseSqlite();
                        }),
            }
        );
        var correlationId = NewId.NextGuid();

        await node.Bus.Publish(new CountUp(correlationId));
        await Store.UntilAsync(shop => shop.Counters.AnyAsync());
        await node.Bus.Publish(new CountUp(correlationId));

        await Store.UntilAsync(async shop => !await shop.Counters.AnyAsync());
        Assert.That(node.Log.Warnings, Is.Empty);
    }

    sealed class TwoStepStateMachine : MassTransitStateMachine<Counter>
    {
        public TwoStepStateMachine()
        {
            InstanceState(counter => counter.CurrentState);
            Event(() => CountUp, correlation => correlation.CorrelateById(context => context.Message.CorrelationId));
            Initially(When(CountUp).TransitionTo(Counting));
            During(Counting, When(CountUp).Finalize());
            SetCompletedWhenFinalized();
        }

        public State Counting { get; private set; } = null!;

        public Event<CountUp> CountUp { get; private set; } = null!;
    }
}
