using System.CommandLine;
using ProofSaga.Standalone;

var data = new Option<DirectoryInfo>("--data")
{
    Description = "Folder of everything that outlives the process: database, artifacts, keys, the local chain.",
    DefaultValueFactory = _ => new DirectoryInfo("data"),
};
var port = new Option<ushort>("--port")
{
    Description = "Loopback port of the HTTP API; 0 for a free one.",
    DefaultValueFactory = _ => 8080,
};
var stopWithInput = new Option<bool>("--stop-with-stdin")
{
    Description = "Stop when standard input ends: for a parent that must not leave this process behind.",
};
var command = new RootCommand("ProofSaga in one process: in-memory queues, a SQLite file, a local chain.")
{
    data,
    port,
    stopWithInput,
};
command.SetAction(
    (arguments, cancellationToken) =>
        StandaloneHost.RunAsync(
            new StandaloneOptions(
                arguments.GetValue(data)!.FullName,
                arguments.GetValue(port),
                arguments.GetValue(stopWithInput)
            ),
            cancellationToken
        )
);

// the host obeys the signals itself, and takes its own time to stop
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
