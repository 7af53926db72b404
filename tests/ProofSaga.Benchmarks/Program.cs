using System.CommandLine;
using ProofSaga.Benchmarks.Orchestration;
using ProofSaga.Benchmarks.OutboxDrain;
using ProofSaga.Benchmarks.Publishing;

var root = new RootCommand("Measures ProofSaga on this machine, with servers of its own.")
{
    OrchestrationCommand.Create(),
    PublishingCommand.Create(),
    DrainNodeCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
