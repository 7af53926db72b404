using ProofSaga.Hosting;
using ProofSaga.Intake;

var host = ProofSagaHost.CreateBuilder(args);
host.AddIntake();
await host.RunAsync();
