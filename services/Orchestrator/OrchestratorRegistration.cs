using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.Options;
using ProofSaga.Hosting;
using ProofSaga.Orchestrator.Admission;
using ProofSaga.Orchestrator.Faults;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator;

public static class OrchestratorRegistration
{
    /// <summary>
    /// The saga on its endpoint <c>proof-job</c>, the dispatcher of generations, and the consumer that turns worker faults into
    /// failures.
    /// </summary>
    public static ProofSagaHostBuilder AddOrchestrator(this ProofSagaHostBuilder host)
    {
        host.Services.AddSingleton<IConfigureOptions<RetrySchedules>, RetryConfiguration>();
        host.Services.AddSingleton<IValidateOptions<RetrySchedules>, RetryConfiguration>();
        host.Services.AddOptions<RetrySchedules>().ValidateOnStart();
        host.Services.AddSingleton<ISagaClassMap, ProofJobStateMap>();
        host.Services.AddAdmission();
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
