using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Crashes;

/// <summary>A node in a process of its own, which dies at a point of its work.</summary>
static class CrashingProcess
{
    const string Database = "PROOFSAGA_CRASH_DATABASE";
    const string Broker = "PROOFSAGA_CRASH_BROKER";
    const string Point = "PROOFSAGA_CRASH_POINT";

    /// <summary>Starts the process; it ends by itself if the one that started it does.</summary>
    public static Process Start(TestStore store, Uri rabbitMq, CrashPoint point)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(CrashingProcess).Assembly.Location])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            Environment =
            {
                [Database] = store.ConnectionString,
                [Broker] = rabbitMq.AbsoluteUri,
                [Point] = $"{point}",
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>The process's main program.</summary>
    public static async Task RunAsync()
    {
        var death = new SuddenDeath(Enum.Parse<CrashPoint>(Read(Point)));
        await using var node = await BrokerNode.StartAsync(
            options => options.UseNpgsql(Read(Database)),
            isPostgres: true,
            new Uri(Read(Broker)),
            When_a_process_is_killed.Settings(services => services.AddSingleton(death))
        );
        node.Services.GetRequiredService<IBusControl>().ConnectSendObserver(death);
        await Console.In.ReadToEndAsync();
    }

    static string Read(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
}
