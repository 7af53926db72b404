using ProofSaga.Ethereum.Local;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.RabbitMq;
using ProofSaga.Testing.Services;

namespace ProofSaga.Testing.Publishing;

/// <summary>Publisher processes on one database, one virtual host and one chain. The first development account signs for all.</summary>
public sealed class RunningPublishers : IAsyncDisposable
{
    readonly DirectoryInfo data = Directory.CreateTempSubdirectory("proofsaga-publishers-");
    readonly List<ServiceProcess> processes = [];

    RunningPublishers() { }

    public IReadOnlyList<ServiceProcess> Processes => processes;

    /// <summary>Starts them, and waits until all are ready.</summary>
    /// <param name="settings">Variables set for each: <c>Section__Key</c>.</param>
    public static async Task<RunningPublishers> StartAsync(
        int count,
        TestDatabase database,
        TestVirtualHost broker,
        Uri rpcUrl,
        IEnumerable<(string Name, string Value)> settings,
        CancellationToken cancellationToken = default
    )
    {
        var running = new RunningPublishers();
        var environment = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = database.ConnectionString,
            ["RABBITMQ_URL"] = broker.Uri.OriginalString,
            ["CHAIN_RPC_URL"] = rpcUrl.OriginalString,
            ["PRIVATE_KEY"] = DevelopmentAccounts.PrivateKeys[0],
            ["DataDirectory"] = running.data.FullName,
            ["InfraDirectory"] = RepositoryRoot.Infra,
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        try
        {
            for (var number = 1; number <= count; number++)
            {
                running.processes.Add(
                    ServiceProcess.Start($"publisher {number}", BuiltPrograms.Publisher, environment)
                );
            }

            await Task.WhenAll(running.processes.Select(process => process.WaitUntilReadyAsync(cancellationToken)));
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        data.Delete(recursive: true);
    }
}
