using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Saga;

/// <summary>A scenario with the counter saga, with or without an outbox on its endpoint.</summary>
abstract class SagaScenario(DatabaseKind kind) : ProviderScenario(kind)
{
    protected Task<Node> StartAsync(
        ConcurrencyMode mode,
        bool withOutbox,
        bool insertsOnInitial = false,
        Saves? saves = null,
        ConsumeOutcomes? observer = null
    ) =>
        Node.StartAsync(
            Store,
            new NodeSettings
            {
                Register = bus =>
                {
                    AddCounter(bus, mode, withOutbox, insertsOnInitial);
                    if (saves is not null)
                        bus.ConfigureDbContext<ShopDbContext>((_, options) => options.AddInterceptors(saves));
                    if (observer is not null)
                        bus.AddReceiveObserver(_ => observer);
                },
                UsesOutboxOnEndpoints = withOutbox,
            }
        );

    void AddCounter(IBusRegistrationConfigurator bus, ConcurrencyMode mode, bool withOutbox, bool insertsOnInitial)
    {
        bus.AddSingleton(new CounterOptions(insertsOnInitial));
        bus.AddSagaStateMachine<CounterStateMachine, Counter>()
            .EntityFrameworkRepository(repository =>
            {
                repository.ConcurrencyMode = mode;
                repository.ExistingDbContext<ShopDbContext>();
                if (Store.IsPostgres)
                    repository.UsePostgres();
                else
                    repository.UseSqlite();
            });
        if (!withOutbox)
            bus.AddConfigureEndpointsCallback(
                (_, _, endpoint) => endpoint.UseMessageRetry(retry => retry.Immediate(50))
            );
    }
}
