using System.CommandLine;
using Microsoft.Extensions.Hosting;

namespace ProofSaga.Benchmarks.OutboxDrain;

/// <summary>What a process of the drain runs. Addresses come by environment: they hold passwords.</summary>
static class DrainNodeCommand
{
    public const string Name = "drain-node";
    public const string Database = "DRAIN_DATABASE";
    public const string Broker = "DRAIN_BROKER";

    public static Command Create()
    {
        var command = new Command(Name, "One node of the outbox drain, started by the benchmark") { Hidden = true };
        command.SetAction(
            async (_, cancellationToken) =>
            {
                using var host = DrainNode.Create(Variable(Database), new Uri(Variable(Broker)), delivers: true);
                await host.RunAsync(cancellationToken);
            }
        );
        return command;
    }

    static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
}
