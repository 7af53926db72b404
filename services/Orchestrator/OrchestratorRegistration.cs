using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using ProofSaga.Hosting;
using ProofSaga.Orchestrator.Faults;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator;

public static class OrchestratorRegistration
{
    /// <summary>The saga on its endpoint <c>proof-job</c>, and the consumer that turns worker faults into failures.</summary>
    public static ProofSagaHostBuilder AddOrchestrator(this ProofSagaHostBuilder host)
    {
        host.Services.AddOptions<RetrySchedules>()
            .BindConfiguration(RetrySchedules.Section)
            .Validate(schedules => schedules.IsValid(), "Retries: every delay must be from 0 to 7 days.")
            .ValidateOnStart();
        host.Services.AddSingleton<ISagaClassMap, ProofJobStateMap>();
        host.ConfigureBus(bus =>
        {
            bus.AddSagaStateMachine<ProofJobStateMachine, ProofJobState, ProofJobSagaDefinition>()
                .EntityFrameworkRepository(repository =>
                {
                    repository.ConcurrencyMode = ConcurrencyMode.Pessimistic;
                    repository.ExistingDbContext<ProofSagaDbContext>();
                    host.Database.Use(() => repository.UsePostgres(), () => repository.UseSqlite());
                });
            bus.AddConsumer<WorkerFaultConsumer>();
        });
        return host;
    }
}
