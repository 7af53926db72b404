using System.Net.Http.Headers;
using System.Text;
using ProofSaga.LocalServers.Processes;

namespace ProofSaga.LocalServers.RabbitMq;

/// <summary>
/// A RabbitMQ node of our own with the management plugin: own folder, cookie and port mapper, ports of 127.0.0.1. It can be
/// stopped and started again, which takes seconds, and ends with us.
/// </summary>
public sealed class LocalRabbitMq : IAsyncDisposable
{
    /// <summary>The scripts as they are made by RabbitMQ; the ones in <c>/usr/sbin</c> insist on the user of the system's own node.</summary>
    const string BinariesFolder = "/usr/lib/rabbitmq/bin";

    const string Administrator = "proofsaga";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(100);

    /// <summary>Another process may take a free port first; more than a few times in a row is no accident.</summary>
    const int PortAttempts = 3;

    /// <summary>
    /// Erlang refuses a cookie that others may read. The node finds a port mapper (epmd) running and does not start one that outlives it;
    /// ours is in the node's process group and ends with it.
    /// </summary>
    const string ServerScript = """
        chmod 400 "$HOME/.erlang.cookie"
        epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 &
        until epmd -port "$ERL_EPMD_PORT" -names; do sleep 0.05; done
        exec "$1/rabbitmq-server"
        """;

    readonly GuardedProcess process;
    readonly string password;

    LocalRabbitMq(GuardedProcess process, Uri amqpUri, Uri managementUri, string password)
    {
        this.process = process;
        this.password = password;
        AmqpUri = amqpUri;
        ManagementUri = managementUri;
    }

    /// <summary><c>amqp://user:password@host:port</c> of an administrator.</summary>
    public Uri AmqpUri { get; }

    /// <summary>The management UI and its HTTP API, for the same user.</summary>
    public Uri ManagementUri { get; }

    /// <summary>The exit code, once the node has ended.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>Starts the node and waits until it takes AMQP connections.</summary>
    /// <exception cref="ServerStartException">RabbitMQ is not installed, or it did not answer in time.</exception>
    public static async Task<LocalRabbitMq> StartAsync(
        LocalRabbitMqOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new LocalRabbitMqOptions();
        if (!File.Exists(Path.Combine(BinariesFolder, "rabbitmq-server")))
        {
            throw new ServerStartException(
                $"No RabbitMQ in {BinariesFolder}. Install the Debian package 'rabbitmq-server' (apt-get install rabbitmq-server)."
            );
        }

        for (var attempt = 1; ; attempt++)
        {
            var folder = ServerFolder.Open(options.Folder, "proofsaga-rabbitmq-");
            var secret = folder.Secret("password");
            var amqpPort = options.Port ?? LoopbackPort.FindFreeForRestarts();
            var managementPort = options.ManagementPort ?? LoopbackPort.FindFreeForRestarts();
            var started = await StartNodeAsync(folder, amqpPort, managementPort, secret, options.LogFile);
            var node = new LocalRabbitMq(
                started,
                new Uri($"amqp://{Administrator}:{secret}@127.0.0.1:{amqpPort}"),
                new Uri($"http://127.0.0.1:{managementPort}"),
                secret
            );
            try
            {
                if (await node.IsListeningAsync(cancellationToken))
                    return node;
            }
            catch (OperationCanceledException)
            {
                await started.DisposeAsync();
                throw;
            }

            var log = started.ReadLog();
            await started.DisposeAsync();
            var portsAreChosen = options is { Port: not null, ManagementPort: not null };
            var portIsTaken = log.Contains("eaddrinuse", StringComparison.Ordinal);
            if (attempt == PortAttempts || portsAreChosen || !portIsTaken)
                throw NotStarted(log);
        }
    }

    /// <summary>Stops the node as an administrator does; waits until it has ended.</summary>
    public Task StopAsync() => process.EndAsync("TERM");

    /// <summary>Kills the node, as a crash does; waits until it has ended.</summary>
    public Task KillAsync() => process.EndAsync("KILL");

    /// <summary>Starts the stopped node on the same ports and data, and waits until it takes AMQP connections.</summary>
    /// <exception cref="ServerStartException">It did not answer in time.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        await process.StartAgainAsync();
        if (!await IsListeningAsync(cancellationToken))
            throw NotStarted(process.ReadLog());
    }

    /// <summary>Stops the node for good and waits until it has ended.</summary>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    static ServerStartException NotStarted(string log) =>
        new($"RabbitMQ ended or did not answer within {StartTimeout.TotalSeconds} s. Its log:\n{log}");

    static async Task<GuardedProcess> StartNodeAsync(
        ServerFolder folder,
        int amqpPort,
        int managementPort,
        string password,
        string? logFile
    )
    {
        folder.Secret(".erlang.cookie");
        await File.WriteAllTextAsync(folder.File("enabled_plugins"), "[rabbitmq_management].");
        await File.WriteAllTextAsync(folder.File("advanced.config"), "[].");
        await File.WriteAllTextAsync(
            folder.File("rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{amqpPort}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {managementPort}
            default_user = {Administrator}
            default_pass = {password}

            """
        );

        var environment = new Dictionary<string, string>
        {
            ["HOME"] = folder.Path,
            ["ERL_EPMD_PORT"] = $"{LoopbackPort.FindFreeForRestarts()}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            // the data lies under this name; no other node has our port mapper, so that it need not be unique
            ["RABBITMQ_NODENAME"] = "proofsaga@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{LoopbackPort.FindFreeForRestarts()}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["RABBITMQ_CONF_ENV_FILE"] = folder.File("no-rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = folder.File("rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = folder.File("advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = folder.File("enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = folder.File("mnesia"),
            ["RABBITMQ_LOG_BASE"] = folder.File("log"),
            ["RABBITMQ_LOGS"] = "-",
            // RabbitMQ's script then becomes the node instead of staying its parent
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        };
        return GuardedProcess.Start(
            new GuardedProcessOptions
            {
                Folder = folder.Path,
                Command = ["sh", "-c", ServerScript, "rabbitmq", BinariesFolder],
                Environment = environment,
                // nothing needs to be written of data that is thrown away
                StopSignal = folder.IsKept ? "TERM" : "KILL",
                LogFile = logFile,
                KeepsFolder = folder.IsKept,
            }
        );
    }

    async Task<bool> IsListeningAsync(CancellationToken cancellationToken)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Administrator}:{password}"));
        using var http = new HttpClient { BaseAddress = ManagementUri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        var check = new Uri($"api/health/checks/port-listener/{AmqpUri.Port}", UriKind.Relative);
        var startedAt = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(startedAt) < StartTimeout && !process.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(check, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return true;
            }
            catch (HttpRequestException)
            {
                // it does not listen yet
            }

            await Task.Delay(TimeBetweenQuestions, TimeProvider.System, cancellationToken);
        }

        return false;
    }
}
