using ProofSaga.DeadLetters;
using ProofSaga.Hosting;

var host = ProofSagaHost.CreateBuilder(args);
host.AddDeadLetters();
await host.RunAsync();
