using ProofSaga.Hosting;
using ProofSaga.Publisher;

var host = ProofSagaHost.CreateBuilder(args);
host.AddPublisher();
await host.RunAsync();
