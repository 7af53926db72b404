using System.CommandLine;
using ProofSaga.Cli.Demo;
using ProofSaga.Cli.Distributed;
using ProofSaga.Cli.Migrating;

var demo = new Command(
    "demo",
    "Start a private pipeline, prove, verify and publish real proofs, and check them on its chain."
);
demo.SetAction((_, cancellationToken) => DemoCommand.RunAsync(cancellationToken));

var root = new RootCommand("ProofSaga: from 'please prove this' to a proof on chain.")
{
    demo,
    UpCommand.Create(),
    MigrateCommand.Create(),
};

// what was started is stopped in its own time, which can be longer than the two seconds that are the default
return await root.Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(3) });
