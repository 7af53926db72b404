using ProofSaga.Hosting;
using ProofSaga.Prover;

var host = ProofSagaHost.CreateBuilder(args);
host.AddProver();
await host.RunAsync();
