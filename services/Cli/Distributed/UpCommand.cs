using System.CommandLine;
using ProofSaga.LocalServers.Processes;
using Spectre.Console;

namespace ProofSaga.Cli.Distributed;

/// <summary><c>up --distributed</c>: RabbitMQ, Postgres, a chain and every service, until it is told to stop.</summary>
static class UpCommand
{
    const int MaxInstances = 32;

    public static Command Create()
    {
        var distributed = new Option<bool>("--distributed")
        {
            Description = "Every service a process of its own, on RabbitMQ and Postgres.",
            Required = true,
        };
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Folder of everything that outlives the command; a later start goes on with it.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Root, ".proofsaga", "distributed")),
        };
        var port = new Option<int?>("--port") { Description = "Port of the HTTP API (default 8080)." };
        var freePorts = new Option<bool>("--free-ports")
        {
            Description = "Free ports in place of 8080, 5672, 15672, 5432 and 8545.",
        };
        var instances = Count("--instances", "Processes of each service.");
        instances.DefaultValueFactory = _ => 1;
        var counts = ServiceKind.All.ToDictionary(
            kind => kind,
            kind => Count($"--{kind.Name}", $"Processes of {kind.Name}, in place of --instances.")
        );
        var command = new Command(
            "up",
            "Start RabbitMQ, Postgres, a local chain and every service as processes of this machine."
        )
        {
            distributed,
            data,
            port,
            freePorts,
            instances,
        };
        foreach (var count in counts.Values)
            command.Options.Add(count);

        command.SetAction(
            (arguments, cancellationToken) =>
            {
                var ports = arguments.GetValue(freePorts) ? DistributedPorts.FindFree() : DistributedPorts.Default;
                return RunAsync(
                    new DistributedOptions(
                        arguments.GetValue(data)!.FullName,
                        counts.ToDictionary(
                            count => count.Key,
                            count => arguments.GetValue(count.Value) ?? arguments.GetValue(instances)!.Value
                        ),
                        arguments.GetValue(port) is { } chosen ? ports with { Api = chosen } : ports
                    ),
                    cancellationToken
                );
            }
        );
        return command;
    }

    /// <returns>0 after an orderly stop; 1 when something could not start or ended for good.</returns>
    static async Task<int> RunAsync(DistributedOptions options, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        try
        {
            await using var installation = await DistributedInstallation.StartAsync(
                options,
                text => console.MarkupLineInterpolated($"{text} …"),
                cancellationToken
            );
            using var readyFile = new ReadyFile(options.DataDirectory);
            AddressTable.Write(console, installation, options.DataDirectory);
            readyFile.Write(installation);
            console.WriteLine("Ready. Ctrl-C stops everything; the data stays.");
            try
            {
                var end = await installation.KeepRunningAsync(Changed, cancellationToken);
                return await FailAsync($"{end}: stopping everything. Its log is in {options.DataDirectory}.");
            }
            finally
            {
                console.WriteLine("Stopping …");
            }

            void Changed(string text)
            {
                console.WriteLine(text);
                readyFile.Write(installation);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine("Stopped.");
            return 0;
        }
        catch (Exception exception)
            when (exception is ServerStartException or InvalidOperationException or TimeoutException)
        {
            return await FailAsync(exception.Message);
        }
    }

    static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"proofsaga: {message}");
        return 1;
    }

    static Option<int?> Count(string name, string description)
    {
        var option = new Option<int?>(name) { Description = $"{description} 0 to {MaxInstances}." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > MaxInstances)
                result.AddError($"{name} must be from 0 to {MaxInstances}.");
        });
        return option;
    }
}
