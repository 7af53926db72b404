using Microsoft.Extensions.Logging.Abstractions;
using ProofSaga.Ethereum.Local;
using ProofSaga.LocalServers.Postgres;
using ProofSaga.LocalServers.RabbitMq;

namespace ProofSaga.Cli.Distributed;

/// <summary>What the services stand on: RabbitMQ, Postgres and a local chain.</summary>
sealed class DistributedServers : IAsyncDisposable
{
    const string Database = "proofsaga";

    LocalPostgres? postgres;
    LocalRabbitMq? rabbitMq;
    LocalChain? chain;

    DistributedServers() { }

    public Uri AmqpUri => rabbitMq!.AmqpUri;

    public Uri RabbitMqManagementUri => rabbitMq!.ManagementUri;

    /// <summary><c>postgres://user:password@host:port/database</c>.</summary>
    public Uri DatabaseUrl { get; private set; } = null!;

    public Uri RpcUrl => chain!.RpcUrl;

    /// <summary>Starts all three at once.</summary>
    /// <param name="dataDirectory">Each has a folder of its own there.</param>
    public static async Task<DistributedServers> StartAsync(
        string dataDirectory,
        string logDirectory,
        DistributedPorts ports,
        CancellationToken cancellationToken
    )
    {
        var servers = new DistributedServers();
        // one that cannot start must not leave the others half-started behind
        var starting = new[]
        {
            servers.StartPostgresAsync(
                new LocalPostgresOptions
                {
                    Folder = Path.Combine(dataDirectory, "postgres"),
                    Port = ports.Postgres,
                    LogFile = Path.Combine(logDirectory, "postgres.log"),
                },
                cancellationToken
            ),
            servers.StartRabbitMqAsync(
                new LocalRabbitMqOptions
                {
                    Folder = Path.Combine(dataDirectory, "rabbitmq"),
                    Port = ports.RabbitMq,
                    ManagementPort = ports.RabbitMqManagement,
                    LogFile = Path.Combine(logDirectory, "rabbitmq.log"),
                },
                cancellationToken
            ),
            servers.StartChainAsync(
                new LocalChainOptions
                {
                    InfraFolder = Path.Combine(Repository.Root, "infra"),
                    StateFile = Path.Combine(dataDirectory, "chain", "state.json"),
                    Port = ports.Chain,
                },
                cancellationToken
            ),
        };
        try
        {
            await Task.WhenAll(starting);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes with a sentence when one of them ends by itself.</summary>
    public async Task<string> EndOfAnyAsync()
    {
        var ends = new Dictionary<Task, string>
        {
            [postgres!.Exited] = "Postgres",
            [rabbitMq!.Exited] = "RabbitMQ",
            [chain!.Exited] = "the chain",
        };
        return $"{ends[await Task.WhenAny(ends.Keys)]} ended by itself";
    }

    public async ValueTask DisposeAsync()
    {
        if (chain is not null)
            await chain.DisposeAsync();
        if (rabbitMq is not null)
            await rabbitMq.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    async Task StartPostgresAsync(LocalPostgresOptions options, CancellationToken cancellationToken)
    {
        postgres = await LocalPostgres.StartAsync(options, cancellationToken);
        DatabaseUrl = await postgres.EnsureDatabaseAsync(Database, cancellationToken);
    }

    async Task StartRabbitMqAsync(LocalRabbitMqOptions options, CancellationToken cancellationToken) =>
        rabbitMq = await LocalRabbitMq.StartAsync(options, cancellationToken);

    async Task StartChainAsync(LocalChainOptions options, CancellationToken cancellationToken) =>
        chain = await LocalChain.StartAsync(options, NullLogger<LocalChain>.Instance, cancellationToken);
}
