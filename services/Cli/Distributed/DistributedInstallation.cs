using ProofSaga.Ethereum.Local;
using ProofSaga.LocalServers.Processes;

namespace ProofSaga.Cli.Distributed;

/// <summary>The whole distributed installation as processes of this machine. Nothing of it outlives this object.</summary>
sealed class DistributedInstallation : IAsyncDisposable
{
    /// <summary>How long what an earlier run left behind may take to end: it ends by itself, its owner is gone.</summary>
    static readonly TimeSpan EarlierRunPatience = TimeSpan.FromSeconds(90);

    readonly FolderLock dataLock;
    readonly List<ServiceProcess> services = [];

    DistributedInstallation(FolderLock dataLock, DistributedServers servers)
    {
        this.dataLock = dataLock;
        Servers = servers;
    }

    public DistributedServers Servers { get; }

    public IReadOnlyList<ServiceProcess> Services => services;

    /// <summary>Starts the servers, then every service, and waits until all are ready.</summary>
    /// <exception cref="InvalidOperationException">Another command has the data folder, or a port is taken.</exception>
    /// <exception cref="ServerStartException">Something did not start; the message ends with its log.</exception>
    public static async Task<DistributedInstallation> StartAsync(
        DistributedOptions options,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        var ownLock =
            FolderLock.TryTake(options.DataDirectory)
            ?? throw new InvalidOperationException(
                $"Another ProofSaga runs on '{options.DataDirectory}': stop it or name another --data."
            );
        try
        {
            var logDirectory = Directory.CreateDirectory(Path.Combine(options.DataDirectory, "logs")).FullName;
            await WaitForEarlierRunAsync(options.DataDirectory, cancellationToken);
            options.Ports.RequireFree();
            progress("Starting RabbitMQ, Postgres and a chain");
            var servers = await DistributedServers.StartAsync(
                options.DataDirectory,
                logDirectory,
                options.Ports,
                cancellationToken
            );
            var installation = new DistributedInstallation(ownLock, servers);
            try
            {
                progress($"Starting {options.Instances.Values.Sum()} services");
                installation.AddServices(options, logDirectory);
                await installation.StartServicesAsync(cancellationToken);
                return installation;
            }
            catch
            {
                await installation.DisposeAsync();
                throw;
            }
        }
        catch
        {
            ownLock.Dispose();
            throw;
        }
    }

    /// <summary>Starts services again that end, until it is cancelled or something ends for good.</summary>
    /// <param name="changed">Told in a sentence what happened.</param>
    /// <returns>What ended for good.</returns>
    public async Task<string> KeepRunningAsync(Action<string> changed, CancellationToken cancellationToken)
    {
        var serverEnds = Servers.EndOfAnyAsync();
        var watching = services.Select(service => service.KeepRunningAsync(changed, cancellationToken)).ToList();
        var first = await Task.WhenAny([serverEnds, .. watching]).WaitAsync(cancellationToken);
        if (first == serverEnds)
            return await serverEnds;

        await first;
        throw new InvalidOperationException("A service is no longer watched.");
    }

    /// <summary>In the reverse order of the start: what runs in the services finishes while its servers are there.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(services.Select(service => service.DisposeAsync().AsTask()));
        await Servers.DisposeAsync();
        dataLock.Dispose();
    }

    static async Task WaitForEarlierRunAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var processes = Path.Combine(dataDirectory, "processes");
        string[] folders =
        [
            Path.Combine(dataDirectory, "postgres"),
            Path.Combine(dataDirectory, "rabbitmq"),
            .. Directory.Exists(processes) ? Directory.GetDirectories(processes) : [],
        ];
        foreach (var folder in folders)
            await FolderLock.WaitUntilFreeAsync(folder, EarlierRunPatience, cancellationToken);
    }

    void AddServices(DistributedOptions options, string logDirectory)
    {
        foreach (var (kind, count) in options.Instances)
        {
            var environment = EnvironmentOf(kind);
            for (var number = 1; number <= count; number++)
            {
                int? port = kind == ServiceKind.Intake && number == 1 ? options.Ports.Api : null;
                services.Add(new ServiceProcess(kind, number, options.DataDirectory, logDirectory, environment, port));
            }
        }
    }

    async Task StartServicesAsync(CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(services.Select(StartOrGiveUpAsync));

        async Task StartOrGiveUpAsync(ServiceProcess service)
        {
            try
            {
                await service.StartAsync(giveUp.Token);
            }
            catch (ServerStartException)
            {
                // the others' cancellation is not what the caller should hear
                await giveUp.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>By the .NET names, which win over what the user's environment says.</summary>
    Dictionary<string, string> EnvironmentOf(ServiceKind kind)
    {
        var environment = new Dictionary<string, string>
        {
            ["Database__Url"] = Servers.DatabaseUrl.OriginalString,
            ["RabbitMq__Url"] = Servers.AmqpUri.OriginalString,
            // who ends this command waits for it
            ["Shutdown__Grace"] = ServiceProcess.Grace.ToString(),
            // many processes share this machine: a heap for each core of each of them would be too much
            ["DOTNET_gcServer"] = "0",
        };
        if (kind == ServiceKind.Publisher)
        {
            environment["Chain__RpcUrl"] = Servers.RpcUrl.OriginalString;
            environment["Chain__PrivateKey"] = DevelopmentAccounts.PrivateKeys[0];
            environment["Chain__DeployRegistry"] = "true";
        }

        return environment;
    }
}
