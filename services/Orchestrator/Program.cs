using ProofSaga.Hosting;
using ProofSaga.Orchestrator;

var host = ProofSagaHost.CreateBuilder(args);
host.AddOrchestrator();
await host.RunAsync();
