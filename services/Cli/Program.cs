using System.CommandLine;
using ProofSaga.Cli.Demo;

var demo = new Command(
    "demo",
    "Start a private pipeline, prove, verify and publish real proofs, and check them on its chain."
);
demo.SetAction((_, cancellationToken) => DemoCommand.RunAsync(cancellationToken));

return await new RootCommand("ProofSaga: from 'please prove this' to a proof on chain.") { demo }
    .Parse(args)
    .InvokeAsync();
